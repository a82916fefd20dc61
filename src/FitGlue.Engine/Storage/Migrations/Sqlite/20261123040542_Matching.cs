using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FitGlue.Engine.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Matching : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_questions_PipelineId_ActivityId_Step",
                table: "questions");

            migrationBuilder.AddColumn<Guid>(
                name: "MatchedActivityId",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MatchedAs",
                table: "runs",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MatchedRevision",
                table: "runs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Matching",
                table: "pipelines",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SentAt",
                table: "deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "EchoOf",
                table: "activities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Origin",
                table: "activities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "match_rulings",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    First = table.Column<string>(type: "TEXT", nullable: false),
                    Second = table.Column<string>(type: "TEXT", nullable: false),
                    Ruling = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_match_rulings", x => new { x.UserId, x.First, x.Second });
                    table.ForeignKey(
                        name: "FK_match_rulings_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_MatchedActivityId",
                table: "runs",
                column: "MatchedActivityId");

            migrationBuilder.CreateIndex(
                name: "IX_questions_PipelineId_ActivityId_Step_Text",
                table: "questions",
                columns: new[] { "PipelineId", "ActivityId", "Step", "Text" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "match_rulings");

            migrationBuilder.DropIndex(
                name: "IX_runs_MatchedActivityId",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_questions_PipelineId_ActivityId_Step_Text",
                table: "questions");

            migrationBuilder.DropColumn(
                name: "MatchedActivityId",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "MatchedAs",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "MatchedRevision",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Matching",
                table: "pipelines");

            migrationBuilder.DropColumn(
                name: "SentAt",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "EchoOf",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "Origin",
                table: "activities");

            migrationBuilder.CreateIndex(
                name: "IX_questions_PipelineId_ActivityId_Step",
                table: "questions",
                columns: new[] { "PipelineId", "ActivityId", "Step" },
                unique: true);
        }
    }
}
