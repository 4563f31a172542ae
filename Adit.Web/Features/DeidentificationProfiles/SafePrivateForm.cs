using System.Globalization;
using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>A private attribute as it is typed: creator, odd group and element, both in hexadecimal.</summary>
public sealed class SafePrivateForm
{
    public string Creator { get; set; } = "";
    public string Group { get; set; } = "";
    public string Element { get; set; } = "";

    public static SafePrivateForm From(SafePrivateAttribute attribute) =>
        new()
        {
            Creator = attribute.Creator,
            Group = attribute.Group.ToString("X4", CultureInfo.InvariantCulture),
            Element = attribute.Element.ToString("X2", CultureInfo.InvariantCulture),
        };

    public void Check(string at, IDictionary<string, string> faults)
    {
        // A private creator is of VR LO (PS3.5 7.8.1).
        if (Creator.Trim().Length is 0 or > 64)
        {
            faults[$"{at}.Creator"] = "Enter the private creator, such as SIEMENS CSA HEADER.";
        }
        if (!TryReadGroup(out _))
        {
            faults[$"{at}.Group"] = "Four hexadecimal digits, odd: 0029.";
        }
        if (!TryReadElement(out _))
        {
            faults[$"{at}.Element"] = "Two hexadecimal digits: 08.";
        }
    }

    public SafePrivateAttribute? TryRead() =>
        Creator.Trim().Length is > 0 and <= 64
        && TryReadGroup(out var group)
        && TryReadElement(out var element)
            ? new SafePrivateAttribute(Creator.Trim(), group, element)
            : null;

    // PS3.5 7.8: groups 0001, 0003, 0005, 0007 and FFFF hold no private attributes.
    private bool TryReadGroup(out ushort group) =>
        ushort.TryParse(
            Group.Trim(),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out group
        )
        && group % 2 == 1
        && group is > 0x0008 and < 0xFFFF;

    private bool TryReadElement(out byte element) =>
        byte.TryParse(
            Element.Trim(),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out element
        );
}
