using System.Text;
using Adit.Dicom.Data;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>The rules of a profile that blank rectangles: one by one, or from and to a file.</summary>
public sealed partial class RegionRulesEditor
{
    private static readonly IReadOnlyList<DicomUid> _storageClasses =
    [
        .. DicomUids.StorageClasses.OrderBy(uid => uid.Value, StringComparer.Ordinal),
    ];

    private RegionRuleForm? _open;
    private string? _read;
    private IReadOnlyList<string> _faults = [];

    [Parameter, EditorRequired]
    public ProfileForm Form { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, string> Faults { get; set; } = default!;

    [Parameter]
    public EventCallback OnChange { get; set; }

    [Inject]
    private FileDownload Download { get; set; } = default!;

    private static string Summary(RegionRuleForm rule)
    {
        var draft = rule.Draft();
        return $"{ProfileWords.Matches(draft)} → {ProfileWords.Regions(draft)}";
    }

    private Task Changed() => OnChange.InvokeAsync();

    private void Toggle(RegionRuleForm rule) => _open = _open == rule ? null : rule;

    private Task Add()
    {
        _open = new RegionRuleForm();
        Form.Rules.Add(_open);
        return Changed();
    }

    private Task Remove(RegionRuleForm rule)
    {
        Form.Rules.Remove(rule);
        return Changed();
    }

    private async Task ReadFileAsync(InputFileChangeEventArgs chosen)
    {
        (_read, _faults) = (null, []);
        if (chosen.File.Size > RegionRuleJson.MaxLength)
        {
            _faults =
            [
                $"The file has {Units.Bytes(chosen.File.Size)}; at most {Units.Bytes(RegionRuleJson.MaxLength)} are read.",
            ];
            return;
        }
        await using var stream = chosen.File.OpenReadStream(RegionRuleJson.MaxLength);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var (rules, faults) = RegionRuleJson.Read(await reader.ReadToEndAsync());
        _faults = faults;
        if (faults.Count > 0)
        {
            return;
        }
        // A rule of the same name is the newer form of the one that is there.
        var names = rules.Select(rule => rule.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var replaced = Form.Rules.RemoveAll(rule => names.Contains(rule.Name.Trim()));
        Form.Rules.AddRange(rules);
        _read =
            $"{Units.Count(rules.Count)} {(rules.Count == 1 ? "rule is" : "rules are")} read, {Units.Count(replaced)} of the same name replaced. Nothing is saved yet.";
        await Changed();
    }

    private Task SaveFileAsync() =>
        Download.SaveAsync(
            "region-rules.json",
            "application/json",
            RegionRuleJson.Write([.. Form.Rules.Select(rule => rule.Draft())])
        );
}
