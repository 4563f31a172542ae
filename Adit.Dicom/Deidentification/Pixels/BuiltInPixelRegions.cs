using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>
/// Where ultrasound devices write name, number and date of birth into their pictures, for models whose layout is publicly documented
/// (the list of burned-in annotations that comes with RSNA's Clinical Trial Processor). Every rule names model and picture size and
/// blanks the whole upper edge with some pixels to spare. What people type into the picture themselves is found by no rule; dose
/// tables and other screens have no rule, so that they are refused.
/// </summary>
public static class BuiltInPixelRegions
{
    private static readonly (string Kind, DicomUid SopClass)[] Kinds =
    [
        ("pictures", DicomUids.UltrasoundImageStorage),
        ("clips", DicomUids.UltrasoundMultiFrameImageStorage),
    ];

    /// <summary>The rules, for a profile that cleans pixel data.</summary>
    public static IReadOnlyList<PixelRegionRule> Rules { get; } =
    [
        .. Banner("GE LOGIQ 9", "GE*", "LOGIQ9", 480, 640, 48),
        .. Banner("GE LOGIQ E9", "GE*", "LOGIQE9", 720, 960, 80),
        .. Banner("Philips iU22", "Philips*", "iU22", 480, 640, 56),
        .. Banner("Philips iU22", "Philips*", "iU22", 600, 800, 70),
        .. Banner("Philips iU22", "Philips*", "iU22", 768, 1024, 84),
        .. Banner("Siemens Antares", "SIEMENS*", "*ANTARES*", 768, 1024, 88),
        .. Banner("Siemens Acuson", "SIEMENS*", "*ACUSON*", 600, 800, 80),
        .. Banner("Acuson Sequoia", "ACUSON*", "*SEQUOIA*", 480, 640, 40),
        .. Banner("Toshiba Aplio 500", "TOSHIBA*", "*A500*", 720, 960, 70),
        .. Banner("SuperSonic Aixplorer", "SuperSonic*", "*Aixplorer*", 1050, 1400, 100),
    ];

    /// <summary>For pictures and for clips; reports that a device stores as secondary captures look otherwise.</summary>
    private static IEnumerable<PixelRegionRule> Banner(
        string name,
        string manufacturer,
        string model,
        int rows,
        int columns,
        int height
    ) =>
        Kinds.Select(kind => new PixelRegionRule
        {
            Name = $"{name}, {kind.Kind} of {columns} × {rows}",
            Modality = "US",
            SopClassUid = kind.SopClass.Value,
            Manufacturer = manufacturer,
            Model = model,
            Rows = rows,
            Columns = columns,
            Regions = [new PixelRegion(0, 0, columns, height)],
        });
}
