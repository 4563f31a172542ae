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

    /// <summary>False when it is switched off by the configuration.</summary>
    bool IsEnabled { get; }

    /// <summary>Null while images can be received, else why not.</summary>
    string? Problem { get; }

    /// <summary>
    /// Makes the receiver expect the images of one retrieve, until the expectation is disposed. Waits while another retrieve of the
    /// same study from the same source runs, unless that source is known to say to which retrieve an image belongs.
    /// </summary>
    /// <exception cref="ReceiverNotReadyException">The receiver does not listen.</exception>
    /// <exception cref="SameStudyBusyException">The other retrieve took too long.</exception>
    ValueTask<MoveExpectation> ExpectAsync(MoveOrder order, CancellationToken cancellationToken);
}

/// <summary>A retrieve by C-MOVE cannot begin at this moment; nothing is wrong with its source, and later it may.</summary>
internal abstract class MoveNotPossibleException(string message) : DicomException(message);

/// <summary>The own receiver does not listen.</summary>
internal sealed class ReceiverNotReadyException(string problem)
    : MoveNotPossibleException($"Adit's receiver cannot take images at the moment. {problem}");

/// <summary>Another retrieve of the same study from the same source has not ended in time.</summary>
internal sealed class SameStudyBusyException()
    : MoveNotPossibleException(
        "Another transfer of the same study from the same server is running, and this server does not say to which of the two an image belongs. Tried again later."
    );
