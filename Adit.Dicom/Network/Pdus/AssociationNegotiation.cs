using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Network.Pdus;

/// <summary>Turns proposals into PDUs and answers into presentation contexts.</summary>
internal static class AssociationNegotiation
{
    public static AssociatePdu BuildRequest(
        DicomPeer peer,
        IReadOnlyList<PresentationContextProposal> proposals
    )
    {
        CheckAeTitle(peer.CalledAeTitle, "called");
        CheckAeTitle(peer.CallingAeTitle, "calling");
        if (proposals is not { Count: > 0 and <= PduLimits.MaxContexts })
        {
            throw new ArgumentException(
                $"An association takes 1 to {PduLimits.MaxContexts} presentation contexts, not {proposals?.Count ?? 0}.",
                nameof(proposals)
            );
        }
        var pdu = new AssociatePdu
        {
            CalledAeTitle = peer.CalledAeTitle,
            CallingAeTitle = peer.CallingAeTitle,
            MaxPduLength = PduLimits.AnnouncedLength,
            ImplementationClassUid = DicomFile.ImplementationClassUid.Value,
            ImplementationVersionName = DicomFile.ImplementationVersionName,
        };
        for (var i = 0; i < proposals.Count; i++)
        {
            pdu.Contexts.Add(
                new AssociatePdu.ContextItem(
                    (byte)(2 * i + 1),
                    0,
                    proposals[i].AbstractSyntax.Value,
                    [.. proposals[i].TransferSyntaxes.Select(syntax => syntax.Uid.Value)]
                )
            );
        }
        foreach (var ofClass in proposals.GroupBy(proposal => proposal.AbstractSyntax))
        {
            if (ofClass.Any(proposal => proposal.AsScp))
            {
                pdu.Roles.Add(
                    new AssociatePdu.RoleSelection(
                        ofClass.Key.Value,
                        ofClass.Any(proposal => !proposal.AsScp),
                        true
                    )
                );
            }
        }
        return pdu;
    }

    public static AssociatePdu ReadAnswer(
        DicomConnection connection,
        DicomPeer peer,
        PduType type,
        byte[] body
    )
    {
        switch (type)
        {
            case PduType.AssociateAccept:
                return AssociateReader.Read(isAccept: true, body);
            case PduType.AssociateReject when body.Length >= 4:
                var rejection = new DicomRejection(body[1], body[2], body[3]);
                throw new DicomAssociationRejectedException(
                    $"{peer} rejected the association{(rejection.IsTransient ? " for now" : "")}: {rejection}. {rejection.Advise(peer)}",
                    rejection
                );
            case PduType.Abort when body.Length >= 4:
                throw connection.Reader.AbortedByPeer(body[2], body[3]);
            default:
                throw new DicomProtocolException(
                    $"{peer} answered the association request with PDU type {(byte)type:X2}."
                );
        }
    }

    public static List<PresentationContext> Combine(AssociatePdu request, AssociatePdu accept)
    {
        var answers = new Dictionary<byte, AssociatePdu.ContextItem>();
        foreach (var answer in accept.Contexts)
        {
            answers.TryAdd(answer.Id, answer);
        }
        var contexts = new List<PresentationContext>(request.Contexts.Count);
        foreach (var proposed in request.Contexts)
        {
            var result = PresentationContextResult.NoReason;
            DicomTransferSyntax? transferSyntax = null;
            if (answers.TryGetValue(proposed.Id, out var answer))
            {
                result =
                    answer.Result <= 4
                        ? (PresentationContextResult)answer.Result
                        : PresentationContextResult.NoReason;
                if (result == PresentationContextResult.Accepted)
                {
                    if (
                        answer.TransferSyntaxes.Count != 1
                        || !proposed.TransferSyntaxes.Contains(answer.TransferSyntaxes[0])
                    )
                    {
                        throw new DicomProtocolException(
                            $"The peer accepted presentation context {proposed.Id} with a transfer syntax that was not proposed."
                        );
                    }
                    transferSyntax = DicomTransferSyntax.Lookup(answer.TransferSyntaxes[0]);
                }
            }
            var (scu, scp) = Roles(proposed.AbstractSyntax, request, accept);
            contexts.Add(
                new PresentationContext(
                    proposed.Id,
                    new DicomUid(proposed.AbstractSyntax),
                    result,
                    transferSyntax,
                    scu,
                    scp
                )
            );
        }
        return contexts;
    }

    // PS3.7 D.3.3.4: without an answer the defaults hold, requestor SCU and acceptor SCP.
    private static (bool Scu, bool Scp) Roles(
        string abstractSyntax,
        AssociatePdu request,
        AssociatePdu accept
    )
    {
        var proposed = request.Roles.FindIndex(role => role.SopClassUid == abstractSyntax);
        var answered = accept.Roles.FindIndex(role => role.SopClassUid == abstractSyntax);
        return proposed < 0 || answered < 0
            ? (true, false)
            : (
                request.Roles[proposed].Scu && accept.Roles[answered].Scu,
                request.Roles[proposed].Scp && accept.Roles[answered].Scp
            );
    }

    private static void CheckAeTitle(string aeTitle, string which)
    {
        if (
            string.IsNullOrWhiteSpace(aeTitle)
            || aeTitle.Length > 16
            || aeTitle.AsSpan().ContainsAnyExceptInRange(' ', '~')
            || aeTitle.Contains('\\', StringComparison.Ordinal)
        )
        {
            throw new ArgumentException(
                $"The {which} AE title must have 1 to 16 printable ASCII characters without backslash.",
                nameof(aeTitle)
            );
        }
    }
}
