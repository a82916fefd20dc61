using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FitGlue.Engine.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class UploadTimeZone : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "TimeZone",
                table: "documents",
                type: "TEXT",
                maxLength: 64,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TimeZone",
                table: "documents");
        }
    }
}
