using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FitGlue.Engine.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Boosters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(name: "Measured", table: "runs", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsOutdated",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsRefresh",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "ReadsHistory",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "athletes",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    BirthYear = table.Column<int>(type: "INTEGER", nullable: true),
                    Sex = table.Column<string>(type: "TEXT", maxLength: 8, nullable: true),
                    MaxHeartRate = table.Column<int>(type: "INTEGER", nullable: true),
                    RestingHeartRate = table.Column<int>(type: "INTEGER", nullable: true),
                    WeightKg = table.Column<double>(type: "REAL", nullable: true),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athletes", x => new { x.UserId, x.Source });
                    table.ForeignKey(
                        name: "FK_athletes_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "history_versions",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history_versions", x => x.UserId);
                    table.ForeignKey(
                        name: "FK_history_versions_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "numbers",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Counter = table.Column<string>(type: "TEXT", nullable: false),
                    ActivityId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_numbers", x => new { x.UserId, x.Counter, x.ActivityId });
                    table.ForeignKey(
                        name: "FK_numbers_activities_ActivityId",
                        column: x => x.ActivityId,
                        principalTable: "activities",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "questions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PipelineId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ActivityId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", nullable: true),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_questions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_questions_activities_ActivityId",
                        column: x => x.ActivityId,
                        principalTable: "activities",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_UserId_IsOutdated_ReadsHistory_StartTime",
                table: "runs",
                columns: new[] { "UserId", "IsOutdated", "ReadsHistory", "StartTime" });

            migrationBuilder.CreateIndex(
                name: "IX_numbers_ActivityId",
                table: "numbers",
                column: "ActivityId");

            migrationBuilder.CreateIndex(
                name: "IX_numbers_UserId_Counter_Number",
                table: "numbers",
                columns: new[] { "UserId", "Counter", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_questions_ActivityId",
                table: "questions",
                column: "ActivityId");

            migrationBuilder.CreateIndex(
                name: "IX_questions_PipelineId_ActivityId_Step",
                table: "questions",
                columns: new[] { "PipelineId", "ActivityId", "Step" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_questions_UserId_AnsweredAt",
                table: "questions",
                columns: new[] { "UserId", "AnsweredAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "athletes");

            migrationBuilder.DropTable(
                name: "history_versions");

            migrationBuilder.DropTable(
                name: "numbers");

            migrationBuilder.DropTable(
                name: "questions");

            migrationBuilder.DropIndex(
                name: "IX_runs_UserId_IsOutdated_ReadsHistory_StartTime",
                table: "runs");

            migrationBuilder.DropColumn(name: "Measured", table: "runs");

            migrationBuilder.DropColumn(
                name: "IsOutdated",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "IsRefresh",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "ReadsHistory",
                table: "runs");
        }
    }
}
