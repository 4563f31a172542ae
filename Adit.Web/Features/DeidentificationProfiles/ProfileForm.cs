using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>A profile while it is edited. What was typed stays as it is until it is right.</summary>
public sealed class ProfileForm
{
    public const int MaxNameLength = 64;
    public const int MaxRules = 500;
    private static readonly char[] _betweenModalities = [',', ';', ' ', '\\', '\t'];

    public string Name { get; set; } = "";
    public DeidentificationOptions Options { get; set; } = new();
    public AdmissionRules Admission { get; set; } = new();
    public bool CapsAge { get; set; }
    public int? MaxAge { get; set; }
    public string ExcludedModalities { get; set; } = "";
    public List<RegionRuleForm> Rules { get; init; } = [];
    public List<SafePrivateForm> SafePrivate { get; init; } = [];

    public static ProfileForm From(DeidentificationProfile profile) =>
        new()
        {
            Name = profile.Name,
            Options = profile.Options,
            Admission = profile.Admission,
            CapsAge = profile.Options.MaxAge is not null,
            MaxAge = profile.Options.MaxAge ?? new DeidentificationOptions().MaxAge,
            ExcludedModalities = string.Join(", ", profile.Admission.ExcludedModalities),
            Rules = [.. profile.PixelRegions.Select(RegionRuleForm.From)],
            SafePrivate = [.. profile.SafePrivate.Select(SafePrivateForm.From)],
        };

    /// <summary>What is wrong, by field; a field of a list is called <c>Rules[2].Regions</c>.</summary>
    public Dictionary<string, string> Check()
    {
        var faults = new Dictionary<string, string>();
        if (Name.Trim().Length is 0 or > MaxNameLength)
        {
            faults["Name"] =
                $"Enter a name of 1 to {MaxNameLength} characters, such as \"Research\".";
        }
        if (CapsAge && MaxAge is not (>= 1 and <= 150))
        {
            faults["MaxAge"] = "Enter a whole number of years from 1 to 150, such as 89.";
        }
        if (Modalities().FirstOrDefault(m => !IsModality(m)) is { } wrong)
        {
            faults["ExcludedModalities"] =
                $"\"{wrong}\" is no modality. Use up to 16 letters, digits or underscores, such as SR, PR, KO.";
        }
        if (Rules.Count > MaxRules)
        {
            faults["Rules"] =
                $"A profile has at most {MaxRules} region rules; these are {Rules.Count}.";
        }
        for (var i = 0; i < Rules.Count; i++)
        {
            Rules[i].Check($"Rules[{i}]", faults);
        }
        for (var i = 0; i < SafePrivate.Count; i++)
        {
            SafePrivate[i].Check($"SafePrivate[{i}]", faults);
        }
        return faults;
    }

    /// <summary>As a profile. Parts that <see cref="Check"/> finds wrong are left out.</summary>
    public DeidentificationProfile ToProfile(int version) =>
        new(Name.Trim(), version)
        {
            Options = Options with { MaxAge = CapsAge ? MaxAge : null },
            Admission = Admission with { ExcludedModalities = Modalities() },
            PixelRegions = [.. Rules.Select(rule => rule.TryRead()).OfType<PixelRegionRule>()],
            SafePrivate =
            [
                .. SafePrivate
                    .Select(row => row.TryRead())
                    .OfType<SafePrivateAttribute>()
                    .Distinct(),
            ],
        };

    private List<string> Modalities() =>
        [
            .. ExcludedModalities
                .Split(
                    _betweenModalities,
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
                .Select(modality => modality.ToUpperInvariant())
                .Distinct(),
        ];

    private static bool IsModality(string text) =>
        text.Length <= 16 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
