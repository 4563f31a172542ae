using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Adit.Infrastructure.Persistence.Migrations.Sqlite
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
                type: "TEXT",
                unicode: false,
                maxLength: 4000,
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "Projects",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "ProfileVersionId",
                table: "Jobs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ProfileVersions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    NameKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Settings = table.Column<string>(type: "TEXT", nullable: false),
                    IsShipped = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsArchived = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CreatedById = table.Column<int>(type: "INTEGER", nullable: true)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProjectId = table.Column<int>(type: "INTEGER", nullable: false),
                    Pseudonym = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    PseudonymKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    PatientHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    ProtectedPatient = table.Column<string>(type: "TEXT", unicode: false, maxLength: 4000, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    TaskId = table.Column<long>(type: "INTEGER", nullable: false),
                    Report = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
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
