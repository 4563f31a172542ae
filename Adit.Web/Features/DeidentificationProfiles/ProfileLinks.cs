using Adit.Domain.Deidentification;

namespace Adit.Web.Features.DeidentificationProfiles;

public static class ProfileLinks
{
    public const string List = "/admin/deidentification-profiles";
    public const string New = $"{List}/new";

    public static string Of(ProfileRow row) => Of(row.Id);

    public static string Of(int versionId) => $"{List}/{versionId}";

    public static string Edit(ProfileRow row) => $"{List}/{row.Id}/edit";

    public static string Copy(ProfileRow row) => $"{New}?from={row.Id}";
}
