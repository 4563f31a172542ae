using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Adit.Infrastructure.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class TransferRoutes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AllowsDirectMove",
                table: "Nodes");

            migrationBuilder.AddColumn<byte>(
                name: "Route",
                table: "TransferredInstances",
                type: "tinyint",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<string>(
                name: "AcceptedPatientId",
                table: "Tasks",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "FoundPatientId",
                table: "Tasks",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "OfflineSeconds",
                table: "Nodes",
                type: "int",
                nullable: true);

            // Servers of before get the default; a direct move is now allowed for pairs of servers, and off until then.
            // In a statement of its own, which is compiled only when the column is there.
            migrationBuilder.Sql(
                "EXEC(N'UPDATE [Nodes] SET [OfflineSeconds] = 60 WHERE [NodeKind] = 0;');");

            migrationBuilder.AddColumn<string>(
                name: "OnlyModalities",
                table: "Jobs",
                type: "varchar(1000)",
                unicode: false,
                maxLength: 1000,
                nullable: false,
                // A list without entries, as JSON: the jobs of before took all modalities.
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "SendThroughAdit",
                table: "Jobs",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "DirectMovePairs",
                columns: table => new
                {
                    SourceId = table.Column<int>(type: "int", nullable: false),
                    DestinationId = table.Column<int>(type: "int", nullable: false)
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
                    TaskId = table.Column<long>(type: "bigint", nullable: false),
                    SeriesInstanceUid = table.Column<string>(type: "varchar(64)", unicode: false, maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Modality = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true),
                    SeriesNumber = table.Column<int>(type: "int", nullable: true),
                    Description = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    ExpectedImages = table.Column<int>(type: "int", nullable: true),
                    IsExcluded = table.Column<bool>(type: "bit", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true)
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
                name: "OfflineSeconds",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "OnlyModalities",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "SendThroughAdit",
                table: "Jobs");

            migrationBuilder.AddColumn<bool>(
                name: "AllowsDirectMove",
                table: "Nodes",
                type: "bit",
                nullable: true);
        }
    }
}
