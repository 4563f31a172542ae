using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Adit.Dicom.Data;
using Adit.Dicom.Json;
using Adit.Dicom.Network;

namespace Adit.Dicom.Web;

/// <summary>What a STOW-RS answer says about the instances of its request (PS3.18 Annex I), in JSON or in XML.</summary>
internal sealed class StoreAnswer
{
    private static readonly DicomTag WarningReason = new(0x0008, 0x1196);
    private static readonly DicomTag OtherFailuresSequence = new(0x0008, 0x119A);

    private readonly List<Line> _failed = [];
    private readonly List<Line> _stored = [];

    private sealed record Line(string? SopInstanceUid, DicomStatus? Reason);

    /// <summary>Reads an answer; null when it says nothing that can be understood.</summary>
    public static async ValueTask<StoreAnswer?> ReadAsync(
        Stream body,
        MediaType type,
        CancellationToken cancellationToken
    )
    {
        var buffer = new MemoryStream();
        await using (buffer.ConfigureAwait(false))
        {
            await body.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
            buffer.Position = 0;
            try
            {
                return type.IsJson
                    ? await ReadJsonAsync(buffer, cancellationToken).ConfigureAwait(false)
                    : ReadXml(buffer);
            }
            catch (Exception damaged)
                when (damaged is DicomDataException or XmlException or JsonException)
            {
                // The status of the answer still stands.
                return null;
            }
        }
    }

    /// <summary>The result for one instance, the only one of the request.</summary>
    public DicomWebStoreResult? About(DicomUid sopInstanceUid, DicomWebStoreResult plain)
    {
        // A failure without a UID can only be about the one instance that was sent.
        var failure =
            _failed.Find(line => line.SopInstanceUid == sopInstanceUid.Value)
            ?? _failed.Find(line => line.SopInstanceUid is null);
        if (failure is not null)
        {
            return plain with { Outcome = DicomWebStoreOutcome.Failed, Reason = failure.Reason };
        }
        var stored = _stored.Find(line => line.SopInstanceUid == sopInstanceUid.Value);
        if (stored is not null && plain.Outcome != DicomWebStoreOutcome.Failed)
        {
            return stored.Reason is { } warning
                ? plain with
                {
                    Outcome = DicomWebStoreOutcome.StoredWithWarning,
                    Reason = warning,
                }
                : plain with
                {
                    Outcome = DicomWebStoreOutcome.Stored,
                };
        }
        if (_stored.Count > 0 && plain.Outcome != DicomWebStoreOutcome.Failed)
        {
            // Stored under another UID than it was sent with.
            return plain with
            {
                Outcome = DicomWebStoreOutcome.StoredWithWarning,
                Reason = DicomStatus.CoercionOfDataElements,
            };
        }
        return _failed.Count > 0
            ? plain with
            {
                Outcome = DicomWebStoreOutcome.Failed,
                Reason = _failed[0].Reason,
            }
            : null;
    }

    private static async ValueTask<StoreAnswer?> ReadJsonAsync(
        Stream json,
        CancellationToken cancellationToken
    )
    {
        await foreach (
            var dataset in DicomJson
                .ReadAllAsync(json, cancellationToken: cancellationToken)
                .ConfigureAwait(false)
        )
        {
            var answer = new StoreAnswer();
            Add(dataset, DicomTag.FailedSopSequence, DicomTag.FailureReason, answer._failed);
            Add(dataset, OtherFailuresSequence, DicomTag.FailureReason, answer._failed);
            Add(dataset, DicomTag.ReferencedSopSequence, WarningReason, answer._stored);
            return answer;
        }
        return null;
    }

    private static void Add(
        DicomDataset dataset,
        DicomTag sequence,
        DicomTag reason,
        List<Line> lines
    )
    {
        foreach (var item in dataset.GetSequence(sequence)?.Items ?? [])
        {
            lines.Add(
                new Line(
                    item.GetString(DicomTag.ReferencedSopInstanceUid),
                    item.GetInt32(reason) is { } code and > 0 ? new DicomStatus((ushort)code) : null
                )
            );
        }
    }

    /// <summary>The Native DICOM Model (PS3.19 A.1), as far as an answer needs it.</summary>
    private static StoreAnswer ReadXml(Stream xml)
    {
        using var reader = XmlReader.Create(
            xml,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = 4 << 20,
            }
        );
        var root = XDocument.Load(reader).Root!;
        var answer = new StoreAnswer();
        Add(root, DicomTag.FailedSopSequence, DicomTag.FailureReason, answer._failed);
        Add(root, OtherFailuresSequence, DicomTag.FailureReason, answer._failed);
        Add(root, DicomTag.ReferencedSopSequence, WarningReason, answer._stored);
        return answer;
    }

    private static void Add(XElement root, DicomTag sequence, DicomTag reason, List<Line> lines)
    {
        foreach (
            var item in Attribute(root, sequence)?.Elements().Where(e => e.Name.LocalName == "Item")
                ?? []
        )
        {
            var code = Value(item, reason);
            lines.Add(
                new Line(
                    Value(item, DicomTag.ReferencedSopInstanceUid),
                    ushort.TryParse(
                        code,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                        ? new DicomStatus(number)
                        : null
                )
            );
        }
    }

    private static XElement? Attribute(XElement parent, DicomTag tag)
    {
        var name = tag.Value.ToString("X8", CultureInfo.InvariantCulture);
        return parent
            .Elements()
            .FirstOrDefault(e =>
                e.Name.LocalName == "DicomAttribute"
                && string.Equals(
                    (string?)e.Attribute("tag"),
                    name,
                    StringComparison.OrdinalIgnoreCase
                )
            );
    }

    private static string? Value(XElement item, DicomTag tag) =>
        Attribute(item, tag)
            ?.Elements()
            .FirstOrDefault(e => e.Name.LocalName == "Value")
            ?.Value.Trim();
}
