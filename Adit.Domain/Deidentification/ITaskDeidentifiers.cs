using Adit.Dicom.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Results;

namespace Adit.Domain.Deidentification;

/// <summary>Gives an executor what de-identifies the images of its task.</summary>
public interface ITaskDeidentifiers
{
    /// <summary>
    /// Null when the task sends data as it is. An error, with which the task has to fail before anything is sent, when it is
    /// pseudonymised and the secret, the profile or the link of its patient cannot be read.
    /// </summary>
    Task<Result<Deidentifier?>> CreateAsync(
        Job job,
        JobTask task,
        DicomNode source,
        CancellationToken cancellationToken
    );
}
