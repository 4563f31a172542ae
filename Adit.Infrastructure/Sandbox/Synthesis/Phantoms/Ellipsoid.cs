namespace Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

/// <summary>A point or direction in the patient's coordinates of PS3.3 C.7.6.2.1.1: x to the left, y to the back, z to the head, in mm.</summary>
internal readonly record struct Point3(double X, double Y, double Z)
{
    public static Point3 operator +(Point3 a, Point3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Point3 operator -(Point3 a, Point3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Point3 operator *(Point3 a, double factor) =>
        new(a.X * factor, a.Y * factor, a.Z * factor);
}

/// <summary>
/// A body of one tissue: half axes in mm, turned about the z axis. An infinite half axis makes a cylinder.
/// </summary>
internal sealed class Ellipsoid
{
    private readonly double xx;
    private readonly double xy;
    private readonly double yy;
    private readonly double zz;

    public Ellipsoid(Tissue tissue, Point3 center, Point3 radii, double degrees = 0)
    {
        Tissue = tissue;
        Center = center;
        var (sin, cos) = Math.SinCos(double.DegreesToRadians(degrees));
        double a = 1 / (radii.X * radii.X),
            b = 1 / (radii.Y * radii.Y);
        xx = (a * cos * cos) + (b * sin * sin);
        yy = (a * sin * sin) + (b * cos * cos);
        xy = (a - b) * sin * cos;
        zz = 1 / (radii.Z * radii.Z);
    }

    public Tissue Tissue { get; }

    public Point3 Center { get; }

    /// <summary>The quadratic form of the body: below 1 inside, when both arguments are the offset from the centre.</summary>
    public double Form(Point3 p, Point3 q) =>
        (p.X * ((xx * q.X) + (xy * q.Y))) + (p.Y * ((xy * q.X) + (yy * q.Y))) + (zz * p.Z * q.Z);
}
