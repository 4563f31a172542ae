namespace Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

/// <summary>Where a slice lies: the centre of its first pixel and the steps to the next column and the next row, in mm.</summary>
internal readonly record struct SlicePlane(Point3 Origin, Point3 ColumnStep, Point3 RowStep);

/// <summary>
/// A body made of ellipsoids, later ones inside or in front of earlier ones, in the manner of Shepp and Logan.
/// Any plane through it is drawn row by row from the exact intersections, so that a slice takes about a millisecond.
/// </summary>
internal sealed class Phantom(IReadOnlyList<Ellipsoid> bodies)
{
    /// <summary>Draws the plane into a picture of the given width; what is outside of every body is air.</summary>
    public void Draw(SlicePlane plane, TissueContrast contrast, Span<float> picture, int width)
    {
        var height = picture.Length / width;
        picture.Fill(contrast[Tissue.Air]);
        foreach (var body in bodies)
        {
            Draw(body, plane, contrast[body.Tissue], picture, width, height);
        }
    }

    private static void Draw(
        Ellipsoid body,
        SlicePlane plane,
        float value,
        Span<float> picture,
        int width,
        int height
    )
    {
        // A point of the plane is inside when a·i² + 2(b0 + b1·j)·i + (c0 + 2·c1·j + c2·j²) is not positive.
        var offset = plane.Origin - body.Center;
        double a = body.Form(plane.ColumnStep, plane.ColumnStep),
            b0 = body.Form(plane.ColumnStep, offset),
            b1 = body.Form(plane.ColumnStep, plane.RowStep),
            c0 = body.Form(offset, offset) - 1,
            c1 = body.Form(plane.RowStep, offset),
            c2 = body.Form(plane.RowStep, plane.RowStep);

        if (
            a <= 0
            || !TryRoots(
                (b1 * b1) - (a * c2),
                (b0 * b1) - (a * c1),
                (b0 * b0) - (a * c0),
                height,
                out var rows
            )
        )
        {
            return;
        }
        for (var j = rows.First; j <= rows.Last; j++)
        {
            var b = b0 + (b1 * j);
            var root = (b * b) - (a * (c0 + (2 * c1 * j) + (c2 * j * j)));
            if (root <= 0)
            {
                continue;
            }
            root = Math.Sqrt(root);
            Fill(picture.Slice(j * width, width), (-b - root) / a, (-b + root) / a, value);
        }
    }

    /// <summary>The rows between the roots of d2·j² + 2·d1·j + d0, where the row's line meets the body.</summary>
    private static bool TryRoots(
        double d2,
        double d1,
        double d0,
        int height,
        out (int First, int Last) rows
    )
    {
        rows = (0, height - 1);
        if (d2 >= -1e-18)
        {
            return true; // a cylinder along the rows: each row is tested for itself
        }
        var root = (d1 * d1) - (d2 * d0);
        if (root <= 0)
        {
            return false;
        }
        root = Math.Sqrt(root);
        var first = Math.Ceiling((d1 - root) / -d2);
        var last = Math.Floor((d1 + root) / -d2);
        if (first >= height || last < 0)
        {
            return false;
        }
        rows = (Math.Max(0, (int)first), Math.Min(height - 1, (int)last));
        return rows.First <= rows.Last;
    }

    /// <summary>Fills from one column to another, given in fractions of a pixel; the border pixels get their share only.</summary>
    private static void Fill(Span<float> row, double from, double until, float value)
    {
        from = Math.Max(from + 0.5, 0);
        until = Math.Min(until + 0.5, row.Length);
        if (from >= until)
        {
            return;
        }
        int first = (int)from,
            last = (int)until;
        if (first == last)
        {
            Blend(row, first, until - from, value);
            return;
        }
        Blend(row, first, first + 1 - from, value);
        if (last > first + 1)
        {
            row[(first + 1)..last].Fill(value);
        }
        if (last < row.Length)
        {
            Blend(row, last, until - last, value);
        }
    }

    private static void Blend(Span<float> row, int column, double share, float value) =>
        row[column] += (value - row[column]) * (float)share;
}
