using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Tests.Encoding;

/// <summary>Compares data sets by their values.</summary>
internal static class Comparison
{
    /// <summary>Where two data sets differ first, or null. Implicit encoding forgets representations, so they are not compared there.</summary>
    public static string? FirstDifference(
        DicomDataset left,
        DicomDataset right,
        DicomTransferSyntax? syntax = null
    )
    {
        // Lengths of groups are not written again.
        var first = left.Where(item => !item.Tag.IsGroupLength).ToArray();
        var second = right.Where(item => !item.Tag.IsGroupLength).ToArray();
        for (var i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            if (i >= first.Length || i >= second.Length || first[i].Tag != second[i].Tag)
            {
                return $"{(i < first.Length ? first[i].Tag : null)} and {(i < second.Length ? second[i].Tag : null)}";
            }
            if (
                ItemDifference(
                    first[i],
                    second[i],
                    syntax ?? DicomTransferSyntax.ExplicitVrLittleEndian
                ) is
                { } found
            )
            {
                return found;
            }
        }
        return null;
    }

    /// <summary>Reads fragments as they were on the wire.</summary>
    public static DicomItem ParseFragments(
        DicomBulkValue bulk,
        byte[] raw,
        DicomTransferSyntax syntax
    )
    {
        var header = new System.Buffers.ArrayBufferWriter<byte>();
        var encoder = new DicomEncoder(header, syntax);
        encoder.WriteHeader(bulk.Tag, bulk.Vr, uint.MaxValue);
        encoder.Complete();
        return DicomSerializer.Parse((byte[])[.. header.WrittenSpan, .. raw], syntax)[bulk.Tag]!;
    }

    private static string? ItemDifference(
        DicomItem left,
        DicomItem right,
        DicomTransferSyntax syntax
    )
    {
        switch (left, right)
        {
            case (DicomElement a, DicomElement b):
                if (syntax.IsExplicitVr && a.Vr != b.Vr && a.Length <= ushort.MaxValue)
                {
                    return $"{a.Tag} {a.Vr} and {b.Vr}";
                }
                return a.RawValue.Span.SequenceEqual(b.RawValue.Span) ? null : $"{a.Tag} value";
            case (DicomSequence a, DicomSequence b):
                if (a.Items.Count != b.Items.Count)
                {
                    return $"{a.Tag} {a.Items.Count} and {b.Items.Count} items";
                }
                for (var i = 0; i < a.Items.Count; i++)
                {
                    if (
                        FirstDifference(
                            a.Items[i],
                            b.Items[i],
                            a.Vr == DicomVr.UN ? DicomTransferSyntax.ImplicitVrLittleEndian : syntax
                        ) is
                        { } found
                    )
                    {
                        return $"{a.Tag}[{i}] {found}";
                    }
                }
                return null;
            case (DicomFragments a, DicomFragments b):
                return
                    a.OffsetTable.Span.SequenceEqual(b.OffsetTable.Span)
                    && a.Fragments.Count == b.Fragments.Count
                    && a.Fragments.Zip(b.Fragments)
                        .All(pair => Padded(pair.First).SequenceEqual(Padded(pair.Second)))
                    ? null
                    : $"{a.Tag} fragments";
            default:
                return $"{left.Tag} {left.GetType().Name} and {right.GetType().Name}";
        }
    }

    private static byte[] Padded(ReadOnlyMemory<byte> fragment) =>
        fragment.Length % 2 == 0 ? fragment.ToArray() : [.. fragment.Span, 0];
}
