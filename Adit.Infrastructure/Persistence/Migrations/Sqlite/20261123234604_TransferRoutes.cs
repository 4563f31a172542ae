using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Adit.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TransferRoutes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "AllowsDirectMove",
                table: "Nodes",
                newName: "OfflineSeconds");

            // Servers of before get the default; a direct move is now allowed for pairs of servers, and off until then.
            migrationBuilder.Sql(
                "UPDATE \"Nodes\" SET \"OfflineSeconds\" = 60 WHERE \"NodeKind\" = 0;");

            migrationBuilder.AddColumn<byte>(
                name: "Route",
                table: "TransferredInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<string>(
                name: "AcceptedPatientId",
                table: "Tasks",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FoundPatientId",
                table: "Tasks",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OnlyModalities",
                table: "Jobs",
                type: "TEXT",
                unicode: false,
                maxLength: 1000,
                nullable: false,
                // A list without entries, as JSON: the jobs of before took all modalities.
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "SendThroughAdit",
                table: "Jobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "DirectMovePairs",
                columns: table => new
                {
                    SourceId = table.Column<int>(type: "INTEGER", nullable: false),
                    DestinationId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DirectMovePairs", x => new { x.SourceId, x.DestinationId });
                    table.ForeignKey(
                        name: "FK_DirectMovePairs_Nodes_DestinationId",
                        column: x => x.DestinationId,
                        principalTable: "Nodes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_DirectMovePairs_Nodes_SourceId",
                        column: x => x.SourceId,
                        principalTable: "Nodes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TransferredSeries",
                columns: table => new
                {
                    TaskId = table.Column<long>(type: "INTEGER", nullable: false),
                    SeriesInstanceUid = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Modality = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    SeriesNumber = table.Column<int>(type: "INTEGER", nullable: true),
                    Description = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ExpectedImages = table.Column<int>(type: "INTEGER", nullable: true),
                    IsExcluded = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TransferredSeries", x => new { x.TaskId, x.SeriesInstanceUid });
                    table.ForeignKey(
                        name: "FK_TransferredSeries_Tasks_TaskId",
                        column: x => x.TaskId,
                        principalTable: "Tasks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_DirectMovePairs_DestinationId",
                table: "DirectMovePairs",
                column: "DestinationId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DirectMovePairs");

            migrationBuilder.DropTable(
                name: "TransferredSeries");

            migrationBuilder.DropColumn(
                name: "Route",
                table: "TransferredInstances");

            migrationBuilder.DropColumn(
                name: "AcceptedPatientId",
                table: "Tasks");

            migrationBuilder.DropColumn(
                name: "FoundPatientId",
                table: "Tasks");

            migrationBuilder.DropColumn(
                name: "OnlyModalities",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "SendThroughAdit",
                table: "Jobs");

            migrationBuilder.RenameColumn(
                name: "OfflineSeconds",
                table: "Nodes",
                newName: "AllowsDirectMove");

            migrationBuilder.Sql(
                "UPDATE \"Nodes\" SET \"AllowsDirectMove\" = 0 WHERE \"NodeKind\" = 0;");
        }
    }
}
