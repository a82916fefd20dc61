using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FitGlue.Engine.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Sync : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Count",
                table: "subscriptions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "EndsAt",
                table: "subscriptions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RepairedAt",
                table: "subscriptions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "VerifiedAt",
                table: "subscriptions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "BackfillId",
                table: "schedule",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Crashes",
                table: "schedule",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "FoundBy",
                table: "schedule",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "MissedSince",
                table: "schedule",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Crashes",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Crashes",
                table: "inbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Looks",
                table: "inbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ComparedAt",
                table: "deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Crashes",
                table: "deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "CannotRenew",
                table: "connections",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<TimeSpan>(
                name: "ClockSkew",
                table: "connections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastDataAt",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastListedAt",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastLongListedAt",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PausedAt",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Probes",
                table: "connections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "StateSince",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Trouble",
                table: "connections",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TroubleAt",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TroubleWith",
                table: "connections",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "WebhooksSilentSince",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AtSourceAt",
                table: "activity_revisions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FoundBy",
                table: "activity_revisions",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "Import");

            migrationBuilder.AddColumn<Guid>(
                name: "BackfillId",
                table: "activities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "backfills",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DryRun = table.Column<bool>(type: "INTEGER", nullable: false),
                    DeliverTo = table.Column<string>(type: "TEXT", nullable: false),
                    PausedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DoneFrom = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Listed = table.Column<int>(type: "INTEGER", nullable: false),
                    Imported = table.Column<int>(type: "INTEGER", nullable: false),
                    Requests = table.Column<int>(type: "INTEGER", nullable: false),
                    RequestsNeeded = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    Crashes = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAttemptAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastError = table.Column<string>(type: "TEXT", nullable: true),
                    LeaseOwner = table.Column<Guid>(type: "TEXT", nullable: true),
                    LeaseUntil = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_backfills", x => x.Id);
                    table.ForeignKey(
                        name: "FK_backfills_connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "day_records",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    ObjectId = table.Column<string>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_records", x => x.Id);
                    table.ForeignKey(
                        name: "FK_day_records_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "known_limits",
                columns: table => new
                {
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    NotBefore = table.Column<long>(type: "INTEGER", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_known_limits", x => new { x.Source, x.ConnectionId });
                });

            migrationBuilder.CreateTable(
                name: "let_through",
                columns: table => new
                {
                    PipelineId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ActivityId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_let_through", x => new { x.PipelineId, x.ActivityId });
                    table.ForeignKey(
                        name: "FK_let_through_activities_ActivityId",
                        column: x => x.ActivityId,
                        principalTable: "activities",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_let_through_pipelines_PipelineId",
                        column: x => x.PipelineId,
                        principalTable: "pipelines",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "maintenance",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    LastRunAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastGoodAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Text = table.Column<string>(type: "TEXT", nullable: true),
                    Found = table.Column<int>(type: "INTEGER", nullable: false),
                    Repaired = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_maintenance", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_backfills_ConnectionId",
                table: "backfills",
                column: "ConnectionId");

            migrationBuilder.CreateIndex(
                name: "IX_backfills_State_NextAttemptAt",
                table: "backfills",
                columns: new[] { "State", "NextAttemptAt" });

            migrationBuilder.CreateIndex(
                name: "IX_day_records_UserId_Kind_Day",
                table: "day_records",
                columns: new[] { "UserId", "Kind", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_day_records_UserId_Source_Kind_ObjectId",
                table: "day_records",
                columns: new[] { "UserId", "Source", "Kind", "ObjectId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_let_through_ActivityId",
                table: "let_through",
                column: "ActivityId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "backfills");

            migrationBuilder.DropTable(
                name: "day_records");

            migrationBuilder.DropTable(
                name: "known_limits");

            migrationBuilder.DropTable(
                name: "let_through");

            migrationBuilder.DropTable(
                name: "maintenance");

            migrationBuilder.DropColumn(
                name: "Count",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "EndsAt",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "RepairedAt",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "VerifiedAt",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "BackfillId",
                table: "schedule");

            migrationBuilder.DropColumn(
                name: "Crashes",
                table: "schedule");

            migrationBuilder.DropColumn(
                name: "FoundBy",
                table: "schedule");

            migrationBuilder.DropColumn(
                name: "MissedSince",
                table: "schedule");

            migrationBuilder.DropColumn(
                name: "Crashes",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Crashes",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "Looks",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "ComparedAt",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "Crashes",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "CannotRenew",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "ClockSkew",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "LastDataAt",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "LastListedAt",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "LastLongListedAt",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "Probes",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "StateSince",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "Trouble",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "TroubleAt",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "TroubleWith",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "WebhooksSilentSince",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "AtSourceAt",
                table: "activity_revisions");

            migrationBuilder.DropColumn(
                name: "FoundBy",
                table: "activity_revisions");

            migrationBuilder.DropColumn(
                name: "BackfillId",
                table: "activities");
        }
    }
}
