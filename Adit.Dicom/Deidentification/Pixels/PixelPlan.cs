using Adit.Dicom.Data;
using Adit.Dicom.Imaging;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>What is done to the pixel data of one instance.</summary>
internal sealed record PixelPlan
{
    /// <summary>Where frames begin in the fragments, how long they and all of them are (PS3.3 section C.7.6.3.1.8).</summary>
    public static IReadOnlyList<DicomTag> OffsetTables { get; } =
    [
        DicomTag.ExtendedOffsetTable,
        DicomTag.ExtendedOffsetTableLengths,
        new DicomTag(0x7FE0, 0x0003),
    ];

    /// <summary>The pixel data pass through as they are, and no rule speaks about them.</summary>
    public static PixelPlan Keep { get; } = new();

    /// <summary>The names of the rules that fit, joined by a comma; null when none fits.</summary>
    public string? Rule { get; init; }

    /// <summary>What is blanked in every frame, inside of the picture; none: nothing.</summary>
    public IReadOnlyList<PixelRegion> Regions { get; init; } = [];

    /// <summary>How the output is encoded when that differs from the input: the frames are decoded.</summary>
    public DicomTransferSyntax? OutputSyntax { get; init; }

    /// <summary>Bits of the cells that are not part of the picture are cleared: an old kind of overlay lies in them.</summary>
    public bool MasksUnusedBits { get; init; }

    /// <summary>What the original header says about the cells; null when nothing is done to them, or when it has no picture.</summary>
    public FrameDescription? Source { get; init; }

    /// <summary>What the cells are in the output.</summary>
    public FrameDescription? Image { get; init; }

    /// <summary>The original header describes no picture, although a rule with regions fits: pixel data that come all the same are refused.</summary>
    public bool ExpectsNoPixels { get; init; }

    /// <summary>How the frames are compressed that are decoded.</summary>
    public DicomTransferSyntax? InputSyntax { get; init; }

    /// <summary>The sample values that show as black, one per sample.</summary>
    public IReadOnlyList<ulong> Blank { get; init; } = [];

    /// <summary>True when regions are blanked: afterwards no annotation is burned in.</summary>
    public bool Blanks => Regions.Count > 0;

    /// <summary>True when the pixel data are written other than they came.</summary>
    public bool Changes => Blanks || MasksUnusedBits;

    /// <summary>True for an element that must not be written: tables of positions in frames that are no longer compressed.</summary>
    public bool Drops(DicomTag tag) => OutputSyntax is not null && OffsetTables.Contains(tag);
}
