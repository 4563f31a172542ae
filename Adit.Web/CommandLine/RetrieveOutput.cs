using System.Text.Json.Nodes;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

/// <summary>How a retrieve ended, as text and JSON.</summary>
internal static class RetrieveOutput
{
    public static int Write(CommandOutput output, DicomRetrieveResult result)
    {
        var counts = result.SubOperations ?? default;
        output.Write(
            $"{result.Status}: {counts.Completed} completed, {counts.Warning} with warnings, {counts.Failed} failed.",
            () =>
                new JsonObject
                {
                    ["status"] = result.Status.Code.ToString("X4", null),
                    ["completed"] = counts.Completed,
                    ["warning"] = counts.Warning,
                    ["failed"] = counts.Failed,
                    ["failedSopInstanceUids"] = new JsonArray([
                        .. result.FailedSopInstanceUids.Select(uid => JsonValue.Create(uid.Value)),
                    ]),
                }
        );
        return counts.Failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }
}
