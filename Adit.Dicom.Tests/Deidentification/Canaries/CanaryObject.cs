using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Tests.Deidentification.Facts;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>
/// An object with one marker per row of the table on the top level and three levels deep, and with markers in every place that
/// the table reaches by pattern only.
/// </summary>
public sealed class CanaryObject
{
    private const uint TimezoneOffset = 0x00080201;

    public const string SafeCreator = "ADIT SAFE CREATOR";

    // None of them is named by the table, so that what is in them stays reachable.
    private static readonly uint[] Carriers = [0x52009229, 0x00409096, 0x004008EA];

    private readonly MarkerMaker _maker = new();

    public CanaryObject(string sopClass)
    {
        SopClass = sopClass;
        Fix(0x00080005, DicomVr.CS, "ISO_IR 192");
        Fix(0x00080016, DicomVr.UI, sopClass);
        Fix(0x00080060, DicomVr.CS, "OT");
        Fix(0x00280010, DicomVr.US, "2");
        Fix(0x00280011, DicomVr.US, "2");
        AddRows(null);
        AddPatterns(null);
        Canary? level = null;
        foreach (var carrier in Carriers)
        {
            level = Add(
                new Canary
                {
                    Tag = new DicomTag(carrier),
                    Vr = DicomVr.SQ,
                    Parent = level,
                    IsFixed = true,
                }
            );
        }
        AddRows(level);
        AddPatterns(level);
    }

    /// <summary>What counts as safe besides the program's own list.</summary>
    public static IReadOnlyList<SafePrivateAttribute> SafePrivate { get; } =
    [new(SafeCreator, 0x0021, 0x01), new(SafeCreator, 0x0021, 0x02)];

    public string SopClass { get; }

    public List<Canary> TopLevel { get; } = [];

    public IReadOnlyList<Marker> Markers => _maker.All;

    public int Days => _maker.Days;

    public DicomDataset ToDataset(bool asUnknown = false)
    {
        var dataset = new DicomDataset();
        foreach (var canary in TopLevel)
        {
            dataset.Set(canary.ToItem(asUnknown));
        }
        dataset.Set(new DicomTag(0x7FE0, 0x0010), DicomVr.OW, new byte[8]);
        return dataset;
    }

    private void AddRows(Canary? parent)
    {
        foreach (var row in StandardTable.Rows.Where(row => !row.IsPattern))
        {
            // Commands and file meta information are no part of a data set; files are looked at by themselves.
            if (row.Tag.Group is 0x0000 or 0x0002)
            {
                continue;
            }
            foreach (var vr in row.Vrs)
            {
                AddWithItems(row.Tag, vr, parent);
            }
        }
    }

    private void AddPatterns(Canary? parent)
    {
        foreach (ushort group in new ushort[] { 0x5000, 0x501E })
        {
            AddWithItems(new DicomTag(group, 0x0022), DicomVr.LO, parent);
            AddWithItems(new DicomTag(group, 0x2600), DicomVr.SQ, parent);
            AddWithItems(new DicomTag(group, 0x3000), DicomVr.OW, parent);
        }
        AddOverlay(0x6000, "G", false, parent);
        AddOverlay(0x6002, "R", true, parent);
        AddOverlay(0x601E, "G", false, parent);
        foreach (ushort group in new ushort[] { 0x0009, 0x0011, 0x0029, 0x7FE1 })
        {
            AddWithItems(new DicomTag(group, 0x0010), DicomVr.LO, parent);
            var element = 0x1000;
            foreach (
                var vr in (DicomVr[])
                    [
                        DicomVr.LO,
                        DicomVr.OB,
                        DicomVr.SQ,
                        DicomVr.UN,
                        DicomVr.DA,
                        DicomVr.UI,
                        DicomVr.PN,
                    ]
            )
            {
                AddWithItems(new DicomTag(group, (ushort)element++), vr, parent);
            }
        }
        // Nobody reserved this block.
        AddWithItems(new DicomTag(0x0023, 0x1101), DicomVr.LO, parent);
        // No element of a block, and none that reserves one.
        AddWithItems(new DicomTag(0x0025, 0x0001), DicomVr.LO, parent);
        AddPlain(new DicomTag(0x0021, 0x0010), DicomVr.LO, SafeCreator, [], parent, safe: true);
        AddWithItems(new DicomTag(0x0021, 0x1001), DicomVr.LO, parent, safe: true);
        AddPlain(new DicomTag(0x0021, 0x1002), DicomVr.DS, "3.25", [], parent, safe: true);
        AddWithItems(new DicomTag(0x0021, 0x1003), DicomVr.LO, parent);
        // Even groups, and no attribute of the standard.
        AddWithItems(new DicomTag(0x0008, 0x00FE), DicomVr.LO, parent);
        AddWithItems(new DicomTag(0x0008, 0x4711), DicomVr.UN, parent);
        AddWithItems(new DicomTag(0x0010, 0x00FE), DicomVr.PN, parent);
        AddWithItems(new DicomTag(0x7776, 0x1000), DicomVr.SQ, parent);
    }

    private void AddOverlay(ushort group, string type, bool isRegion, Canary? parent)
    {
        AddPlain(new DicomTag(group, 0x0010), DicomVr.US, "4", [], parent, isRegion);
        AddPlain(new DicomTag(group, 0x0040), DicomVr.CS, type, [], parent, isRegion);
        AddWithItems(new DicomTag(group, 0x0022), DicomVr.LO, parent, isRegion);
        AddWithItems(new DicomTag(group, 0x1500), DicomVr.LO, parent, isRegion);
        AddWithItems(new DicomTag(group, 0x3000), DicomVr.OW, parent, isRegion);
        AddWithItems(new DicomTag(group, 0x4000), DicomVr.LT, parent, isRegion);
    }

    private void AddWithItems(DicomTag tag, DicomVr vr, Canary? parent, bool safe = false)
    {
        if (vr != DicomVr.SQ)
        {
            AddValue(tag, vr, parent, safe);
            return;
        }
        var sequence = Add(
            new Canary
            {
                Tag = tag,
                Vr = vr,
                Parent = parent,
                IsSafe = safe,
            }
        );
        AddPlain(
            new DicomTag(0x0008, 0x1150),
            DicomVr.UI,
            "1.2.840.10008.5.1.4.1.1.2",
            [],
            sequence
        );
        AddValue(new DicomTag(0x0008, 0x0104), DicomVr.LO, sequence);
        AddValue(new DicomTag(0x0008, 0x0100), DicomVr.SH, sequence);
        AddValue(new DicomTag(0x0008, 0x1155), DicomVr.UI, sequence);
        AddValue(new DicomTag(0x0040, 0xA121), DicomVr.DA, sequence);
        AddValue(new DicomTag(0x0040, 0xA123), DicomVr.PN, sequence);
        AddValue(new DicomTag(0x0040, 0xA160), DicomVr.UT, sequence);
        AddValue(new DicomTag(0x0009, 0x0010), DicomVr.LO, sequence);
        AddValue(new DicomTag(0x0009, 0x1001), DicomVr.LO, sequence);
    }

    private void AddValue(DicomTag tag, DicomVr vr, Canary? parent, bool safe = false)
    {
        var before = _maker.All.Count;
        var origin = new Canary
        {
            Tag = tag,
            Vr = vr,
            Parent = parent,
        }.ToString();
        var text = tag.Value == TimezoneOffset ? "+0245" : _maker.ValueFor(vr, origin);
        if (tag.Value == 0x00100010 && parent is null)
        {
            text = $"{Canary.FamilyName}^{_maker.Word(origin)}";
        }
        else if (HoldsName(tag, vr) && !safe)
        {
            text += $" {Canary.FamilyName}";
        }
        AddPlain(tag, vr, text, [.. _maker.All.Skip(before)], parent, safe);
    }

    private static bool HoldsName(DicomTag tag, DicomVr vr) =>
        !tag.IsPrivateCreator
        && vr is DicomVr.LO or DicomVr.LT or DicomVr.SH or DicomVr.ST or DicomVr.UT or DicomVr.UC
        && tag.Value != TimezoneOffset;

    private void AddPlain(
        DicomTag tag,
        DicomVr vr,
        string text,
        IReadOnlyList<Marker> markers,
        Canary? parent,
        bool safe = false
    ) =>
        Add(
            new Canary
            {
                Tag = tag,
                Vr = vr,
                Parent = parent,
                Markers = markers,
                IsSafe = safe,
                Value = Encode(vr, text),
            }
        );

    private void Fix(uint tag, DicomVr vr, string text) =>
        Add(
            new Canary
            {
                Tag = new DicomTag(tag),
                Vr = vr,
                IsFixed = true,
                Value = Encode(vr, text),
            }
        );

    private Canary Add(Canary canary)
    {
        (canary.Parent?.Children ?? TopLevel).Add(canary);
        return canary;
    }

    private static byte[] Encode(DicomVr vr, string text)
    {
        if (vr is DicomVr.US or DicomVr.SS)
        {
            return BitConverter.GetBytes(ushort.Parse(text, CultureInfo.InvariantCulture));
        }
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (bytes.Length % 2 != 0)
        {
            Array.Resize(ref bytes, bytes.Length + 1);
            bytes[^1] = vr.Padding();
        }
        return bytes;
    }
}
