namespace Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

/// <summary>Chest, abdomen and pelvis between about -380 mm (hips) and +200 mm (lower neck), arms raised.</summary>
internal static class TrunkPhantom
{
    public static Phantom Create(bool withTable) =>
        new([.. Outline(withTable), .. Chest(), .. Abdomen(), .. Pelvis(), .. Spine(), .. Ribs()]);

    private static IEnumerable<Ellipsoid> Outline(bool withTable) =>
        [
            .. withTable
                ? (Ellipsoid[])
                    [
                        Body(Tissue.CorticalBone, 0, 158, 0, 225, 16, double.PositiveInfinity),
                        Body(Tissue.Table, 0, 158, 0, 223, 14, double.PositiveInfinity),
                    ]
                : [],
            Body(Tissue.Muscle, 0, 25, 230, 62, 64, 90),
            Body(Tissue.Fat, 0, 0, 60, 172, 116, 270),
            Body(Tissue.Fat, 0, 0, -160, 172, 122, 330),
            Body(Tissue.Fat, 0, 12, 150, 222, 92, 70),
            Body(Tissue.Muscle, 0, 0, 60, 158, 103, 255),
            Body(Tissue.Muscle, 0, 2, -160, 152, 104, 310),
            Body(Tissue.Muscle, 0, 12, 150, 208, 80, 60),
            Body(Tissue.Fat, 0, -12, -170, 132, 80, 190), // inside of the abdomen
        ];

    private static IEnumerable<Ellipsoid> Chest()
    {
        yield return Body(Tissue.Lung, -76, -2, 70, 62, 84, 128);
        yield return Body(Tissue.Lung, 76, -2, 70, 62, 84, 128);
        for (var i = 0; i < 70; i++)
        {
            var side = i % 2 == 0 ? -1 : 1;
            var spread = (i * 0.618034 % 1 * 1.6) - 0.8;
            var angle = i * 2.399963;
            yield return Body(
                Tissue.Blood,
                side * (66 + (34 * Math.Cos(angle))),
                46 * Math.Sin(angle),
                70 + (90 * spread),
                1.5 + (i % 5 * 0.8),
                2.2 + (i % 7 * 1.6),
                3 + (i % 3 * 5),
                double.RadiansToDegrees(angle)
            );
        }
        yield return Body(Tissue.Fat, 0, -4, 90, 30, 78, 130);
        yield return Body(Tissue.Muscle, 22, -28, 28, 58, 50, 54, 25);
        yield return Body(Tissue.Blood, 30, -30, 24, 30, 30, 36, 25);
        yield return Body(Tissue.Blood, -4, -26, 34, 22, 30, 36, 25);
        yield return Body(Tissue.Blood, -14, -12, 85, 14, 14, 45);
        yield return Body(Tissue.Blood, 6, 12, 112, 13, 42, 13, 20);
        yield return Body(Tissue.Blood, 20, 42, -20, 12, 12, 140);
        yield return Body(Tissue.Blood, 12, 30, -180, 10, 10, 130);
        yield return Body(Tissue.Blood, -18, 28, -150, 12, 9, 190);
        yield return Body(Tissue.Muscle, 6, 30, 90, 8, 7, 120);
        yield return Body(Tissue.Air, 0, 14, 160, 9, 9, 75);
        yield return Body(Tissue.Air, -18, 14, 84, 22, 6, 8, -8);
        yield return Body(Tissue.Air, 20, 16, 82, 22, 6, 8, 8);
        yield return Body(Tissue.CorticalBone, 0, -97, 60, 18, 5, 85);
        yield return Body(Tissue.Marrow, 0, -97, 60, 16, 3.5, 83);
        yield return Body(Tissue.CorticalBone, -112, 74, 120, 42, 5, 55, 28);
        yield return Body(Tissue.CorticalBone, 112, 74, 120, 42, 5, 55, -28);
        yield return Body(Tissue.CorticalBone, -78, -40, 168, 62, 6, 7, -24);
        yield return Body(Tissue.CorticalBone, 78, -40, 168, 62, 6, 7, 24);
        yield return Body(Tissue.Lesion, -88, -20, 108, 9, 10, 9);
    }

    private static IEnumerable<Ellipsoid> Abdomen()
    {
        yield return Body(Tissue.Liver, -62, -8, -62, 82, 76, 64);
        yield return Body(Tissue.Liver, 6, -44, -64, 52, 34, 34, -8);
        yield return Body(Tissue.Blood, -40, -4, -60, 26, 4, 5, 30);
        yield return Body(Tissue.Blood, -76, 10, -48, 24, 3.5, 4, -40);
        yield return Body(Tissue.Lesion, -92, -26, -70, 13, 12, 12);
        yield return Body(Tissue.Fluid, -44, -58, -98, 15, 21, 19);
        yield return Body(Tissue.Bowel, 58, -40, -58, 46, 36, 36, -20);
        yield return Body(Tissue.Air, 58, -58, -52, 27, 13, 22);
        yield return Body(Tissue.Spleen, 102, 34, -52, 27, 44, 44, -20);
        yield return Body(Tissue.Muscle, 14, -8, -100, 62, 11, 13, 12);
        foreach (var side in (int[])[-1, 1])
        {
            yield return Body(Tissue.Kidney, side * 66, 44, -126, 27, 28, 54, side * 25);
            yield return Body(Tissue.Fat, side * 58, 40, -126, 11, 10, 26, side * 25);
            yield return Body(Tissue.Muscle, side * 40, 62, -200, 18, 21, 100);
        }
        for (var i = 0; i < 34; i++)
        {
            var angle = i * 2.399963;
            var distance = 24 + (i * 0.618034 % 1 * 76);
            double x = distance * Math.Cos(angle),
                y = -34 + (distance * 0.42 * Math.Sin(angle)),
                z = -150 - (i * 4.4);
            yield return Body(Tissue.Bowel, x, y, z, 17 + (i % 4 * 3), 14, 16, i * 37);
            if (i % 3 == 0)
            {
                yield return Body(Tissue.Air, x, y - 6, z, 9, 5, 9);
            }
        }
    }

    private static IEnumerable<Ellipsoid> Pelvis()
    {
        yield return Body(Tissue.Fluid, 0, -22, -335, 44, 36, 32);
        yield return Body(Tissue.CorticalBone, 0, 74, -275, 42, 17, 58);
        yield return Body(Tissue.Marrow, 0, 74, -275, 39, 14, 55);
        foreach (var side in (int[])[-1, 1])
        {
            yield return Body(Tissue.CorticalBone, side * 96, 20, -262, 11, 58, 62, side * 28);
            yield return Body(Tissue.Marrow, side * 96, 20, -262, 8, 55, 59, side * 28);
            yield return Body(Tissue.CorticalBone, side * 100, 4, -352, 34, 34, 34);
            yield return Body(Tissue.Fluid, side * 104, 4, -352, 27, 27, 27);
            yield return Body(Tissue.CorticalBone, side * 104, 4, -352, 25, 25, 25);
            yield return Body(Tissue.Marrow, side * 104, 4, -352, 23, 23, 23);
        }
    }

    private static IEnumerable<Ellipsoid> Spine()
    {
        for (var z = -232; z <= 218; z += 30)
        {
            yield return Body(Tissue.CorticalBone, 0, 62, z, 22, 17, 12.5);
            yield return Body(Tissue.Marrow, 0, 62, z, 20, 15, 11);
            yield return Body(Tissue.Muscle, 0, 62, z + 15, 21, 16, 3.5);
            yield return Body(Tissue.CorticalBone, -14, 84, z, 5, 12, 6);
            yield return Body(Tissue.CorticalBone, 14, 84, z, 5, 12, 6);
            yield return Body(Tissue.CorticalBone, -28, 90, z, 17, 4, 5, 14);
            yield return Body(Tissue.CorticalBone, 28, 90, z, 17, 4, 5, -14);
            yield return Body(Tissue.CorticalBone, 0, 101, z - 6, 4, 15, 8);
        }
        yield return Body(Tissue.Fluid, 0, 86, 0, 8.5, 7.5, 260);
        yield return Body(Tissue.WhiteMatter, 0, 86, 80, 4.5, 3.8, 180);
    }

    /// <summary>Eleven pairs, each a chain of short pieces that falls from the spine to the front.</summary>
    private static IEnumerable<Ellipsoid> Ribs()
    {
        const int pieces = 16;
        for (var rib = 0; rib < 11; rib++)
        {
            double top = 176 - (rib * 25),
                width = rib < 3 ? 92 + (rib * 20) : 146,
                depth = rib < 3 ? 70 + (rib * 8) : 94,
                reach = rib < 8 ? 0.86 : 0.62;
            for (var piece = 0; piece < pieces; piece++)
            {
                var way = (piece + 0.5) / pieces * reach;
                var angle = Math.PI * ((way * 0.97) + 0.06);
                var (sin, cos) = Math.SinCos(angle);
                double x = width * sin,
                    y = depth * cos,
                    z = top - (62 * way);
                var degrees = double.RadiansToDegrees(Math.Atan2(-depth * sin, width * cos));
                yield return Body(Tissue.CorticalBone, x, y, z, 14, 4, 6.5, degrees);
                yield return Body(Tissue.Marrow, x, y, z, 13, 2.4, 4.8, degrees);
                yield return Body(Tissue.CorticalBone, -x, y, z, 14, 4, 6.5, -degrees);
                yield return Body(Tissue.Marrow, -x, y, z, 13, 2.4, 4.8, -degrees);
            }
        }
    }

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
