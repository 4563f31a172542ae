using System.Globalization;
using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>Every image that is missing at the destination, each with its reason.</summary>
public sealed partial class NotStoredTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<LedgerRow> Images { get; set; } = [];

    [Parameter, EditorRequired]
    public int Total { get; set; }

    /// <summary>Images that were de-identified go by another UID from then on.</summary>
    private bool HasOutputUids => Images.Any(image => image.OutputSopInstanceUid is not null);

    private string AsText =>
        string.Join(
            '\n',
            Images.Select(image =>
                $"{image.SopInstanceUid}\t{Word(image.Outcome)}\t{Status(image.PeerStatus)}\t{Way(image.Route)}\t{image.Reason}"
            )
        );

    // DIMSE statuses are known by their four hexadecimal digits (PS3.7 C).
    private static string Status(int? status) =>
        status?.ToString("X4", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Empty for an image that nobody has tried to send.</summary>
    private static string Way(TransferRoute route) =>
        route == TransferRoute.Unknown ? "" : route.Name();

    private static string Word(InstanceOutcome outcome) =>
        outcome switch
        {
            InstanceOutcome.Expected => "Not sent",
            InstanceOutcome.InFlight => "Unknown",
            InstanceOutcome.Stored => "Stored",
            InstanceOutcome.StoredWithWarning => "Stored with warning",
            InstanceOutcome.Failed => "Failed",
            InstanceOutcome.Excluded => "Left out",
            InstanceOutcome.Unexpected => "Unexpected",
        };
}
