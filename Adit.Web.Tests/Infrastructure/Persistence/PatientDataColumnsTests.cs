using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Persistence;

/// <summary>
/// Each column that can hold text or a date is either named as one of patient data, or stands here as one that never holds any. A new
/// column belongs to neither, and this test asks where it belongs.
/// </summary>
public sealed class PatientDataColumnsTests
{
    private const string Without = """
        AditUser.ConcurrencyStamp AditUser.DisplayName AditUser.Email AditUser.NormalizedEmail AditUser.NormalizedUserName
        AditUser.PasswordHash AditUser.PhoneNumber AditUser.SecurityStamp AditUser.UserName
        AuditRecord.Action AuditRecord.ActorName AuditRecord.SubjectId AuditRecord.SubjectKind
        DicomFolderNode.Path DicomNode.IdDomain DicomNode.Name DicomNode.SuspendedReason
        DicomServerNode.AeTitle DicomServerNode.DicomWebUrl DicomServerNode.FallbackCharacterSet DicomServerNode.Host
        DicomServerNode.ProtectedAuthorization DicomServerNode.QidoPrefix DicomServerNode.StowPrefix DicomServerNode.WadoPrefix
        Group.Name GroupPermission.Permission PersonPermission.Permission
        IdentityUserClaim`1.ClaimType IdentityUserClaim`1.ClaimValue IdentityUserLogin`1.LoginProvider
        IdentityUserLogin`1.ProviderDisplayName IdentityUserLogin`1.ProviderKey IdentityUserPasskey`1.CredentialId
        IdentityPasskeyData.AttestationObject IdentityPasskeyData.ClientDataJson
        IdentityPasskeyData.Name IdentityPasskeyData.PublicKey
        IdentityUserToken`1.LoginProvider IdentityUserToken`1.Name IdentityUserToken`1.Value
        Job.Message Job.OnlyModalities Job.TrialProtocolId Job.TrialProtocolName
        JobTask.ClaimedBy JobTask.Message JobTask.Modalities JobTask.Pseudonym JobTask.Route
        OutboxMail.LastError
        ProfileVersion.Name ProfileVersion.NameKey ProfileVersion.Settings
        Project.AllowedProfiles Project.AllowedSopClasses Project.DefaultProfile Project.Description Project.EthicsReference
        Project.EthicsUntil Project.Name Project.NameKey Project.ProtectedSecret Project.TrialProtocolId Project.TrialProtocolName
        ProjectSubject.PatientHash ProjectSubject.Pseudonym ProjectSubject.PseudonymKey
        Setting.Key Setting.Value
        TaskDeidentification.Report TaskLogEntry.Text
        TransferredInstance.OutputSopInstanceUid TransferredInstance.Reason TransferredInstance.SopClassUid
        TransferredSeries.Modality TransferredSeries.Reason
        """;

    [Fact]
    public void Model_EachColumnOfTextOrDate_IsKnownToHoldPatientDataOrNone()
    {
        var without = Without
            .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet();
        using var db = new SqliteAditDbContext(
            DesignTime.Options<SqliteAditDbContext>(DatabaseProvider.Sqlite, "Data Source=none.db")
        );
        var columns = db
            .Model.GetEntityTypes()
            .SelectMany(Properties)
            .Where(p => HoldsText(p) && !p.IsForeignKey())
            .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}")
            .ToHashSet();

        columns.Except(without).Order().ShouldBe(PatientDataColumns.All.Order());
        without.Except(columns).ShouldBeEmpty("gone, or renamed");
        without.Intersect(PatientDataColumns.All).ShouldBeEmpty();
    }

    private static IEnumerable<IProperty> Properties(ITypeBase type) =>
        type.GetDeclaredProperties()
            .Concat(type.GetDeclaredComplexProperties().SelectMany(c => Properties(c.ComplexType)));

    private static bool HoldsText(IProperty property) =>
        (property.GetValueConverter()?.ProviderClrType ?? property.ClrType) is var type
        && (
            type == typeof(string)
            || type == typeof(byte[])
            || (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateOnly)
        );
}
