using System.Diagnostics;
using Adit.Benchmarks.Transfer;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Streaming;

namespace Adit.Benchmarks.Deidentification;

/// <summary>What one instance costs in the toolkit, without a network: reading, de-identifying and writing its header.</summary>
internal static class HeaderCost
{
    private const int Repeats = 300;
    private const int Network = 16 << 10;

    private static readonly DicomTransferSyntax Syntax = DicomTransferSyntax.ExplicitVrLittleEndian;

    /// <summary>
    /// The median over headers of the median over many times, in milliseconds, for the default profile. The headers differ in their UIDs
    /// and numbers, as those of a series do.
    /// </summary>
    public static async Task<double> MedianMillisecondsAsync(DeidentificationProfile profile)
    {
        var study = new CtStudy(1) { Size = 0, AddToHeader = TypicalHeader.AddTo };
        var headers = Enumerable.Range(1, 20).Select(number => Encode(study, number)).ToArray();
        var deidentifier = NewDeidentifier(profile);
        var times = headers.Select(_ => new List<double>()).ToArray();
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            for (var i = 0; i < headers.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await PassAsync(headers[i], deidentifier);
                times[i].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
        // What comes first is compiled first.
        return Figure.Median(times.Select(ofOne => Figure.Median(ofOne.Skip(Repeats / 3))));
    }

    /// <summary>Bytes that one image with so many rows and columns allocates.</summary>
    public static async Task<long> AllocatedAsync(DeidentificationProfile profile, int size)
    {
        var study = new CtStudy(1) { Size = size, AddToHeader = TypicalHeader.AddTo };
        var image = Encode(study, 1);
        var deidentifier = NewDeidentifier(profile);
        for (var i = 0; i < 20; i++)
        {
            await PassAsync(image, deidentifier);
        }
        // Nothing in here waits, so that all of it happens on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        await PassAsync(image, deidentifier);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Deidentifier NewDeidentifier(DeidentificationProfile profile) =>
        new(
            profile,
            new DeidentificationKey(new byte[DeidentificationKey.MinLength]),
            new DeidentificationSubject(CtStudy.PatientId, "P-001")
        );

    private static byte[] Encode(CtStudy study, int number) =>
        DicomSerializer.Encode(
            study.Dataset(DicomUid.New().Value, number, new byte[study.Size * study.Size * 2]),
            Syntax
        );

    private static async Task PassAsync(byte[] image, Deidentifier deidentifier)
    {
        await using var session = new InstanceDeidentification(
            deidentifier,
            new PiecewiseReader(image, Network),
            Syntax
        );
        await session.ReadHeaderAsync();
        session.Prepare();
        await session.WriteAsync(new DiscardingWriter());
    }
}
