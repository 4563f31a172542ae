using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Infrastructure.Receiver;

/// <summary>Takes one image of a retrieve. What it answers is what the source is told; an exception ends the retrieve.</summary>
internal delegate ValueTask<DicomStatus> MovedImageHandler(
    DicomIncomingInstance image,
    CancellationToken cancellationToken
);

/// <summary>What a retrieve is about to ask for by C-MOVE.</summary>
/// <param name="SourceAeTitle">The images must come from here.</param>
/// <param name="OriginatorAeTitle">Our name towards the source; it comes back with each image.</param>
/// <param name="StudyInstanceUid">All images must be of this study.</param>
/// <param name="Handler">Takes the images, one at a time, whatever number of associations they come over.</param>
internal sealed record MoveOrder(
    string SourceAeTitle,
    string OriginatorAeTitle,
    string StudyInstanceUid,
    MovedImageHandler Handler
);

/// <summary>The own storage SCP as retrieves see it.</summary>
internal interface IMoveReceiver
{
    /// <summary>The destination of a C-MOVE.</summary>
    string AeTitle { get; }

    /// <summary>Null while images can be received, else why not.</summary>
    string? Problem { get; }

    /// <summary>
    /// Makes the receiver expect the images of one retrieve, until the expectation is disposed. Waits while another retrieve of the
    /// same study from the same source runs, unless that source is known to say to which retrieve an image belongs.
    /// </summary>
    /// <exception cref="SameStudyBusyException">The other retrieve took too long.</exception>
    ValueTask<MoveExpectation> ExpectAsync(MoveOrder order, CancellationToken cancellationToken);
}

/// <summary>Another retrieve of the same study from the same source has not ended in time.</summary>
internal sealed class SameStudyBusyException(TimeSpan waited)
    : DicomException(
        $"Another transfer of the same study from the same server runs, and this server does not say to which of the two an image belongs. Waited {waited.TotalSeconds:0} s; tried again later."
    )
{
    public TimeSpan Waited => waited;
}
