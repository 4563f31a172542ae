using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>Compares an output with what the oracle says, attribute by attribute.</summary>
/// <param name="oracle">Knows what must be.</param>
/// <param name="secret">The secret of the project, for the expected UIDs.</param>
/// <param name="pseudonym">Becomes PatientID and PatientName.</param>
/// <param name="shiftDays">By how many days dates must have moved back.</param>
/// <param name="withoutVrs">True when private attributes came without a representation: nobody knows then what they hold.</param>
public sealed class CanaryJudge(
    Oracle oracle,
    byte[] secret,
    string pseudonym,
    int shiftDays,
    bool withoutVrs
)
{
    public List<string> Failures { get; } = [];

    /// <summary>What may be nowhere in the output.</summary>
    public List<Marker> MustGo { get; } = [];

    /// <summary>How many attributes were compared.</summary>
    public int Judged { get; private set; }

    public void Judge(IEnumerable<Canary> canaries, DicomDataset output)
    {
        foreach (var canary in canaries)
        {
            Judge(canary, output, isDummy: false);
        }
    }

    /// <summary>The UID that the key gives for another, computed without the engine.</summary>
    public static string MapUid(byte[] secret, string uid)
    {
        var hash = HMACSHA256.HashData(secret, System.Text.Encoding.ASCII.GetBytes("uid\0" + uid));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        var number = new BigInteger(hash.AsSpan(0, 16), isUnsigned: true, isBigEndian: true);
        return string.Create(CultureInfo.InvariantCulture, $"2.25.{number}");
    }

    private void Judge(Canary canary, DicomDataset output, bool isDummy)
    {
        Judged++;
        var expected = canary.IsFixed
            ? canary.Vr == DicomVr.SQ
                ? Outcome.Walked
                : Outcome.Kept
            : oracle.Decide(
                canary.Path,
                canary.Vr,
                canary.IsSafe && (!withoutVrs || !canary.Tag.IsPrivate)
            );
        if (isDummy && (expected & (Outcome.Kept | Outcome.Cleaned | Outcome.Shifted)) != 0)
        {
            // Within a dummy nothing of the original may stay, unless an option names the attribute itself.
            expected =
                Facts.StandardTable.Find(canary.Tag) is null && canary.Markers.Count > 0
                    ? Outcome.Gone
                    : Outcome.Any;
        }
        var item = output[canary.Tag];
        if (!IsRight(canary, expected, item, output))
        {
            Failures.Add(
                $"{canary}: must be {expected}, is {Describe(item, output)} (was {System.Text.Encoding.UTF8.GetString(canary.Value.Span)})"
            );
        }
        Collect(canary, expected);
        if (canary.Vr != DicomVr.SQ)
        {
            return;
        }
        var items = output.GetSequence(canary.Tag)?.Items;
        if (
            (expected & (Outcome.Walked | Outcome.Dummy | Outcome.Any)) == 0
            || items is not [var first, ..]
        )
        {
            CollectAll(canary.Children);
            return;
        }
        foreach (var child in canary.Children)
        {
            Judge(child, first, isDummy || expected == Outcome.Dummy);
        }
    }

    private bool IsRight(Canary canary, Outcome expected, DicomItem? item, DicomDataset output)
    {
        if (expected is Outcome.Any or Outcome.Gone)
        {
            return true;
        }
        if (item is null)
        {
            return expected.HasFlag(Outcome.Removed);
        }
        if (item is DicomSequence || canary.Vr == DicomVr.SQ)
        {
            var count = output.GetSequence(canary.Tag)?.Items.Count ?? 0;
            return count == 0
                ? expected.HasFlag(Outcome.Emptied)
                : (expected & (Outcome.Walked | Outcome.Dummy)) != 0;
        }
        var element = (DicomElement)item;
        if (element.Length == 0)
        {
            return expected.HasFlag(Outcome.Emptied);
        }
        var isSame = Trim(element.RawValue.Span).SequenceEqual(Trim(canary.Value.Span));
        var text = output.GetString(element);
        if (isSame)
        {
            // A text without the name is clean as it is.
            return (expected & Outcome.Kept) != 0
                || ((expected & Outcome.Cleaned) != 0 && !Contains(canary, Canary.FamilyName))
                // The dummy may happen to be what was there.
                || ((expected & Outcome.Dummy) != 0 && canary.Markers.Count == 0);
        }
        return (expected.HasFlag(Outcome.Pseudonym) && text == pseudonym)
            || (expected.HasFlag(Outcome.Set) && text is { Length: > 0 })
            || (
                expected.HasFlag(Outcome.OtherUid)
                && text == MapUid(secret, canary.Markers.Single().Text)
            )
            || (expected.HasFlag(Outcome.Cleaned) && text == canary.Markers.Single().Text)
            || (expected.HasFlag(Outcome.Shifted) && text == Shift(canary))
            || (
                expected.HasFlag(Outcome.Dummy)
                && !canary.Markers.Any(marker =>
                    text?.Contains(marker.Text, StringComparison.OrdinalIgnoreCase) ?? false
                )
            );
    }

    private string Shift(Canary canary)
    {
        var date = DateOnly
            .ParseExact(canary.Markers[0].Text, "yyyyMMdd", CultureInfo.InvariantCulture)
            .AddDays(-shiftDays)
            .ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return date + string.Concat(canary.Markers.Skip(1).Select(marker => marker.Text));
    }

    private void Collect(Canary canary, Outcome expected)
    {
        if ((expected & (Outcome.Kept | Outcome.Cleaned | Outcome.Any)) != 0)
        {
            return;
        }
        // Of a moved date its time stays.
        MustGo.AddRange(expected == Outcome.Shifted ? canary.Markers.Take(1) : canary.Markers);
    }

    private void CollectAll(IEnumerable<Canary> canaries)
    {
        foreach (var canary in canaries)
        {
            MustGo.AddRange(canary.Markers);
            CollectAll(canary.Children);
        }
    }

    private static bool Contains(Canary canary, string text) =>
        System
            .Text.Encoding.UTF8.GetString(canary.Value.Span)
            .Contains(text, StringComparison.Ordinal);

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.TrimEnd(" \0"u8);

    private static string Describe(DicomItem? item, DicomDataset output) =>
        item switch
        {
            null => "absent",
            DicomSequence sequence => $"a sequence of {sequence.Items.Count}",
            DicomElement { Length: 0 } => "empty",
            DicomElement element => $"'{output.GetString(element)}' {element.Vr.Code()}",
            _ => item.GetType().Name,
        };
}
