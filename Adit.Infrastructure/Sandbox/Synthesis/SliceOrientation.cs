using Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>The three usual ways to cut, as Image Orientation (Patient) (0020,0037) gives them.</summary>
internal sealed record SliceOrientation(
    string Cosines,
    Point3 ColumnDirection,
    Point3 RowDirection,
    Point3 Normal
)
{
    public static SliceOrientation Axial { get; } =
        new(@"1\0\0\0\1\0", new Point3(1, 0, 0), new Point3(0, 1, 0), new Point3(0, 0, 1));

    public static SliceOrientation Coronal { get; } =
        new(@"1\0\0\0\0\-1", new Point3(1, 0, 0), new Point3(0, 0, -1), new Point3(0, 1, 0));

    public static SliceOrientation Sagittal { get; } =
        new(@"0\1\0\0\0\-1", new Point3(0, 1, 0), new Point3(0, 0, -1), new Point3(1, 0, 0));

    /// <summary>A square slice at a position along the normal, in mm, centred on the phantom's axis.</summary>
    public SlicePlane PlaneAt(
        double position,
        double fieldOfView,
        int matrix,
        Point3 center = default
    )
    {
        var spacing = fieldOfView / matrix;
        var toCorner = spacing * (matrix - 1) / 2;
        var origin =
            center + (Normal * position) - (ColumnDirection * toCorner) - (RowDirection * toCorner);
        return new SlicePlane(origin, ColumnDirection * spacing, RowDirection * spacing);
    }
}
