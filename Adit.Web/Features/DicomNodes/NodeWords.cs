using Adit.Domain.DicomNodes;

namespace Adit.Web.Features.DicomNodes;

internal static class NodeWords
{
    public static string Of(NodeKind kind) =>
        kind switch
        {
            NodeKind.Server => "Server",
            NodeKind.Folder => "Folder",
        };

    public static string Of(AcceptedData data) =>
        (data.HasFlag(AcceptedData.Identified), data.HasFlag(AcceptedData.Pseudonymised)) switch
        {
            (true, true) => "identified and pseudonymised",
            (true, false) => "identified only",
            (false, true) => "pseudonymised only",
            (false, false) => "nothing",
        };
}
