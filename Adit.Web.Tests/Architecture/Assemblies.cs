using System.Reflection;

namespace Adit.Web.Tests.Architecture;

internal static class Assemblies
{
    public static Assembly Dicom { get; } = Assembly.Load("Adit.Dicom");

    public static Assembly Domain { get; } = Assembly.Load("Adit.Domain");

    public static Assembly Infrastructure { get; } = Assembly.Load("Adit.Infrastructure");

    public static Assembly Web { get; } = Assembly.Load("adit");

    /// <summary>Holds the deliberate offenders that each rule has to find.</summary>
    public static Assembly Tests { get; } = typeof(Assemblies).Assembly;
}
