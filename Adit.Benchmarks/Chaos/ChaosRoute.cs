using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Chaos;

/// <summary>A server as Adit knows it: one real peer may be several, each offering other services.</summary>
internal sealed record ChaosNode(string AeTitle, FaultyLine Dicom, ServerServices Services)
{
    /// <summary>The line to its DICOMweb services.</summary>
    public FaultyLine? Web { get; init; }
}

/// <summary>One way from one peer to another. Every study belongs to one route, so that every image at the end has one explanation.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Source">Where from.</param>
/// <param name="Destination">Where to; null: <see cref="Folder"/>.</param>
/// <param name="Put">Puts files into the source before everything begins.</param>
/// <param name="Arrived">SOP Instance UIDs with the pixels that are at the destination, asked from the destination itself.</param>
internal sealed record ChaosRoute(
    string Name,
    ChaosNode Source,
    ChaosNode? Destination,
    Func<IReadOnlyList<byte[]>, CancellationToken, Task> Put,
    Func<CancellationToken, Task<IReadOnlyList<ArrivedImage>>> Arrived
)
{
    /// <summary>The folder of a route to a folder.</summary>
    public DirectoryInfo? Folder { get; init; }

    /// <summary>Source and destination are a pair between which the source may send by itself.</summary>
    public bool IsDirect { get; init; }
}

/// <param name="SopInstanceUid">As the data set says.</param>
/// <param name="File">The Part 10 file as it is kept there.</param>
internal sealed record ArrivedImage(string SopInstanceUid, byte[] File);

/// <summary>A study that one route transfers once, with the number of the job that asks for it.</summary>
internal sealed record ChaosStudy(
    ChaosRoute Route,
    int Job,
    string PatientId,
    string StudyInstanceUid,
    IReadOnlyDictionary<string, byte[]> Pixels
);
