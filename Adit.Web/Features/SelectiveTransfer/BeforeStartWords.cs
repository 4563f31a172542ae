using System.Globalization;
using Adit.Domain.Deidentification;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>What an earlier delivery was like, in words.</summary>
public static class BeforeStartWords
{
    public static string Of(EarlierDelivery delivery)
    {
        var differences = delivery.Differences;
        var how = new List<string>();
        if (differences.HasFlag(DeliveryDifferences.Identified))
        {
            how.Add("as it is, with the patient's data");
        }
        else
        {
            if (differences.HasFlag(DeliveryDifferences.Project))
            {
                how.Add("for another project");
            }
            if (differences.HasFlag(DeliveryDifferences.Pseudonym))
            {
                how.Add(
                    delivery.Pseudonym is { } pseudonym
                        ? $"under the pseudonym {pseudonym}"
                        : "under another pseudonym"
                );
            }
            if (differences.HasFlag(DeliveryDifferences.Profile))
            {
                how.Add(
                    (delivery.ProfileName, delivery.ProfileVersion) switch
                    {
                        ({ } name, { } version) => $"by the profile {name}, version {version}",
                        _ => "by another profile or version",
                    }
                );
            }
        }
        var day = delivery.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return how.Count == 0
            ? $"Delivered on {day}."
            : $"Delivered on {day} {string.Join(", ", how)}.";
    }
}
