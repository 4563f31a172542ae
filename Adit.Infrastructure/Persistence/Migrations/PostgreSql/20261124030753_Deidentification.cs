using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Adit.Infrastructure.Persistence.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Deidentification : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Projects_Name",
                table: "Projects");

            migrationBuilder.AddColumn<string>(
                name: "AllowedSopClasses",
                table: "Projects",
                type: "character varying(4000)",
                unicode: false,
                maxLength: 4000,
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "Projects",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "ProfileVersionId",
                table: "Jobs",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ProfileVersions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    NameKey = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Settings = table.Column<string>(type: "text", nullable: false),
                    IsShipped = table.Column<bool>(type: "boolean", nullable: false),
                    IsArchived = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    CreatedById = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProfileVersions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProfileVersions_People_CreatedById",
                        column: x => x.CreatedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ProjectSubjects",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProjectId = table.Column<int>(type: "integer", nullable: false),
                    Pseudonym = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    PseudonymKey = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    PatientHash = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false, collation: "C"),
                    ProtectedPatient = table.Column<string>(type: "character varying(4000)", unicode: false, maxLength: 4000, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProjectSubjects", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProjectSubjects_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TaskDeidentifications",
                columns: table => new
                {
                    TaskId = table.Column<long>(type: "bigint", nullable: false),
                    Report = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskDeidentifications", x => x.TaskId);
                    table.ForeignKey(
                        name: "FK_TaskDeidentifications_Tasks_TaskId",
                        column: x => x.TaskId,
                        principalTable: "Tasks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Tasks_StudyInstanceUid",
                table: "Tasks",
                column: "StudyInstanceUid");

            migrationBuilder.Sql("UPDATE \"Projects\" SET \"NameKey\" = UPPER(\"Name\") WHERE \"NameKey\" = ''");

            migrationBuilder.CreateIndex(
                name: "IX_Projects_NameKey",
                table: "Projects",
                column: "NameKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_ProfileVersionId",
                table: "Jobs",
                column: "ProfileVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_ProfileVersions_CreatedById",
                table: "ProfileVersions",
                column: "CreatedById");

            migrationBuilder.CreateIndex(
                name: "IX_ProfileVersions_NameKey_Version",
                table: "ProfileVersions",
                columns: new[] { "NameKey", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProjectSubjects_ProjectId_PatientHash",
                table: "ProjectSubjects",
                columns: new[] { "ProjectId", "PatientHash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProjectSubjects_ProjectId_PseudonymKey",
                table: "ProjectSubjects",
                columns: new[] { "ProjectId", "PseudonymKey" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_Jobs_ProfileVersions_ProfileVersionId",
                table: "Jobs",
                column: "ProfileVersionId",
                principalTable: "ProfileVersions",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Jobs_ProfileVersions_ProfileVersionId",
                table: "Jobs");

            migrationBuilder.DropTable(
                name: "ProfileVersions");

            migrationBuilder.DropTable(
                name: "ProjectSubjects");

            migrationBuilder.DropTable(
                name: "TaskDeidentifications");

            migrationBuilder.DropIndex(
                name: "IX_Tasks_StudyInstanceUid",
                table: "Tasks");

            migrationBuilder.DropIndex(
                name: "IX_Projects_NameKey",
                table: "Projects");

            migrationBuilder.DropIndex(
                name: "IX_Jobs_ProfileVersionId",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "AllowedSopClasses",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "NameKey",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "ProfileVersionId",
                table: "Jobs");

            migrationBuilder.CreateIndex(
                name: "IX_Projects_Name",
                table: "Projects",
                column: "Name",
                unique: true);
        }
    }
}
