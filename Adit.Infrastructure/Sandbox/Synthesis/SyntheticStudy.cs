using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>A study. Its number counts the studies of the sandbox from 1; UIDs and identifiers follow from it.</summary>
internal sealed record SyntheticStudy(
    SyntheticPatient Patient,
    int Number,
    DateTime At,
    string Description,
    IReadOnlyList<SyntheticSeries> Series
)
{
    public DicomUid Uid =>
        SyntheticUid.For(string.Create(CultureInfo.InvariantCulture, $"study {Number}"));

    public string Id => string.Create(CultureInfo.InvariantCulture, $"S{Number:000}");

    public string AccessionNumber =>
        string.Create(CultureInfo.InvariantCulture, $"SBX{At:yy}{Number:0000}");

    public DicomUid SeriesUid(int seriesNumber) =>
        SyntheticUid.For(
            string.Create(CultureInfo.InvariantCulture, $"series {Number}.{seriesNumber}")
        );

    public DicomUid InstanceUid(int seriesNumber, int instanceNumber) =>
        SyntheticUid.For(
            string.Create(
                CultureInfo.InvariantCulture,
                $"instance {Number}.{seriesNumber}.{instanceNumber}"
            )
        );

    public DicomUid FrameOfReferenceUid =>
        SyntheticUid.For(
            string.Create(CultureInfo.InvariantCulture, $"frame of reference {Number}")
        );

    public IEnumerable<SyntheticInstance> Instances()
    {
        for (var series = 1; series <= Series.Count; series++)
        {
            for (var instance = 1; instance <= Series[series - 1].Count; instance++)
            {
                yield return new SyntheticInstance(this, series, instance);
            }
        }
    }
}
