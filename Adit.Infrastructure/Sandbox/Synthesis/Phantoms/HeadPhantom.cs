namespace Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

/// <summary>A head between about -95 mm (upper neck) and +105 mm (vertex).</summary>
internal static class HeadPhantom
{
    public static Phantom Create(bool withLesion) => new([.. Bodies(withLesion)]);

    private static IEnumerable<Ellipsoid> Bodies(bool withLesion) =>
        [.. Shell(), .. Brain(), .. Sulci(), .. Face(), .. withLesion ? Lesion() : []];

    private static IEnumerable<Ellipsoid> Shell() =>
        [
            Body(Tissue.Muscle, 0, 14, -110, 60, 64, 80),
            Body(Tissue.Muscle, 0, 0, 0, 78, 98, 106),
            Body(Tissue.Fat, 0, 0, 0, 76.5, 96, 104),
            Body(Tissue.CorticalBone, 0, 0, 0, 71, 90, 100),
            Body(Tissue.Marrow, 0, 0, 0, 69, 87.5, 97.5),
            Body(Tissue.CorticalBone, 0, 0, 0, 67, 85, 95),
            Body(Tissue.Fluid, 0, 0, 0, 65, 83, 93),
        ];

    private static IEnumerable<Ellipsoid> Brain() =>
        [
            Body(Tissue.GreyMatter, 0, 0, 2, 63.5, 81.5, 90),
            Body(Tissue.WhiteMatter, -27, 0, 8, 25, 68, 74),
            Body(Tissue.WhiteMatter, 27, 0, 8, 25, 68, 74),
            Body(Tissue.GreyMatter, 0, 46, -40, 52, 34, 27),
            Body(Tissue.WhiteMatter, -20, 46, -40, 20, 20, 14),
            Body(Tissue.WhiteMatter, 20, 46, -40, 20, 20, 14),
            Body(Tissue.WhiteMatter, 0, 20, -50, 13, 14, 44),
            Body(Tissue.GreyMatter, -13, 6, 6, 9, 16, 11, 14),
            Body(Tissue.GreyMatter, 13, 6, 6, 9, 16, 11, -14),
            Body(Tissue.GreyMatter, -24, -10, 8, 7, 18, 13, 18),
            Body(Tissue.GreyMatter, 24, -10, 8, 7, 18, 13, -18),
            Body(Tissue.Fluid, -9, -18, 17, 5, 20, 10, -14),
            Body(Tissue.Fluid, 9, -18, 17, 5, 20, 10, 14),
            Body(Tissue.Fluid, -18, 26, 15, 5.5, 20, 11, 20),
            Body(Tissue.Fluid, 18, 26, 15, 5.5, 20, 11, -20),
            Body(Tissue.Fluid, 0, 4, 2, 2.2, 13, 11),
            Body(Tissue.Fluid, 0, 36, -32, 7, 5, 9),
            Body(Tissue.Dura, 0, 0, 44, 0.9, 84, 50),
        ];

    /// <summary>Furrows of the cortex, spread evenly over the surface.</summary>
    private static IEnumerable<Ellipsoid> Sulci()
    {
        const int count = 130;
        for (var i = 0; i < count; i++)
        {
            var height = ((i + 0.5) / count * 1.5) - 0.5;
            var ring = Math.Sqrt(1 - (height * height));
            var angle = i * 2.399963; // golden angle
            var (sin, cos) = Math.SinCos(angle);
            var depth = 7 + (4 * Math.Sin(i * 1.7));
            yield return new Ellipsoid(
                Tissue.Fluid,
                new Point3(62 * ring * cos, 80 * ring * sin, 88 * height),
                new Point3(depth, 1.3, 7),
                double.RadiansToDegrees(Math.Atan2(80 * sin, 62 * cos))
            );
        }
    }

    private static IEnumerable<Ellipsoid> Face() =>
        [
            Body(Tissue.CorticalBone, -38, 16, -44, 25, 9, 10, 32),
            Body(Tissue.CorticalBone, 38, 16, -44, 25, 9, 10, -32),
            Body(Tissue.AirCells, -54, 30, -46, 10, 13, 14),
            Body(Tissue.AirCells, 54, 30, -46, 10, 13, 14),
            Body(Tissue.CorticalBone, 0, -60, -52, 52, 34, 12),
            Body(Tissue.Muscle, 0, -98, -48, 13, 16, 24),
            Body(Tissue.Fat, -32, -70, -30, 18, 24, 18, -12),
            Body(Tissue.Fat, 32, -70, -30, 18, 24, 18, 12),
            Body(Tissue.Muscle, -30, -62, -30, 3, 18, 3, -20),
            Body(Tissue.Muscle, 30, -62, -30, 3, 18, 3, 20),
            Body(Tissue.Fluid, -32, -80, -30, 12.5, 12.5, 12.5),
            Body(Tissue.Fluid, 32, -80, -30, 12.5, 12.5, 12.5),
            Body(Tissue.Lens, -32, -89, -30, 4.6, 2.2, 4.6),
            Body(Tissue.Lens, 32, -89, -30, 4.6, 2.2, 4.6),
            Body(Tissue.Air, 0, -66, -34, 11, 18, 14),
            Body(Tissue.CorticalBone, 0, -66, -34, 0.8, 18, 14),
            Body(Tissue.Air, -26, -62, -62, 14, 16, 15),
            Body(Tissue.Air, 26, -62, -62, 14, 16, 15),
            Body(Tissue.Air, 0, -84, 12, 16, 3, 9),
            Body(Tissue.Air, 0, -34, -84, 13, 16, 22),
            Body(Tissue.Muscle, -79, 12, -30, 4, 14, 26, 15),
            Body(Tissue.Muscle, 79, 12, -30, 4, 14, 26, -15),
        ];

    private static IEnumerable<Ellipsoid> Lesion() =>
        [Body(Tissue.Fluid, 28, -22, 30, 17, 19, 15), Body(Tissue.Lesion, 28, -22, 30, 12, 14, 11)];

    private static Ellipsoid Body(
        Tissue tissue,
        double x,
        double y,
        double z,
        double radiusX,
        double radiusY,
        double radiusZ,
        double degrees = 0
    ) => new(tissue, new Point3(x, y, z), new Point3(radiusX, radiusY, radiusZ), degrees);
}
