using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>Reads what stands before the data set of a file: preamble, prefix and file meta information (PS3.10 section 7.1).</summary>
internal static class DicomFilePrologue
{
    private const int PreambleLength = 128;

    /// <summary>The file meta information may have private information, but not without end.</summary>
    private const int MaxLength = 1 << 20;

    /// <summary>What was found; the data set begins at <paramref name="Length"/>.</summary>
    public readonly record struct Result(
        DicomDataset FileMeta,
        DicomTransferSyntax TransferSyntax,
        int Length
    );

    /// <summary>Reads the prologue; null when more bytes than the given ones are wanted.</summary>
    /// <exception cref="DicomDataException">This is no DICOM file, or its meta information is damaged.</exception>
    public static Result? TryRead(ReadOnlyMemory<byte> data, bool final)
    {
        if (data.Length < PreambleLength + 16 && !final)
        {
            return null;
        }
        var span = data.Span;
        var start = FindPrefix(span);
        if (start < 0)
        {
            // Old writers left the preamble out, and sometimes all of the meta information.
            if (span.Length >= 8 && span[0] == 2 && span[1] == 0)
            {
                start = 0;
            }
            else
            {
                return new Result([], Guess(span) ?? throw NoDicom(), 0);
            }
        }
        return TryReadMeta(data, start, final);
    }

    private static int FindPrefix(ReadOnlySpan<byte> span)
    {
        if (span.Length >= PreambleLength + 4 && span[PreambleLength..].StartsWith("DICM"u8))
        {
            return PreambleLength + 4;
        }
        return span.StartsWith("DICM"u8) ? 4 : -1;
    }

    private static Result? TryReadMeta(ReadOnlyMemory<byte> data, int start, bool final)
    {
        // Always explicit little endian; what lacks representations is read as implicit by the parser.
        var parser = new DicomParser(
            DicomTransferSyntax.ExplicitVrLittleEndian,
            DicomReadOptions.Default with
            {
                MaxNesting = 4,
                MaxHeaderBytes = MaxLength,
            },
            streaming: true
        )
        {
            YieldItems = true,
            KeepBulk = true,
            StopTag = new DicomTag(0x0003, 0x0000),
        };
        var meta = new DicomDataset();
        var position = start;
        var declaredEnd = -1L;
        while (true)
        {
            // A deflated data set begins with any bytes, so there the group's length has to be believed.
            if (declaredEnd == position && SyntaxOf(meta) is { IsDeflated: true } deflated)
            {
                return new Result(meta, deflated, position);
            }
            switch (parser.Read(data, ref position, final))
            {
                case ParseStatus.Item:
                    meta.Set(parser.Item!);
                    if (parser.Item!.Tag == DicomTag.FileMetaInformationGroupLength)
                    {
                        declaredEnd =
                            position
                            + (meta.GetInt32(DicomTag.FileMetaInformationGroupLength) ?? -1);
                    }
                    break;
                case ParseStatus.NeedMore:
                    return data.Length < MaxLength
                        ? null
                        : throw new DicomDataException(
                            "The file meta information is too long.",
                            null,
                            position
                        );
                case ParseStatus.Stopped:
                case ParseStatus.End:
                case ParseStatus.Bulk:
                    return new Result(
                        meta,
                        SyntaxOf(meta)
                            ?? Guess(data.Span[position..])
                            ?? DicomTransferSyntax.ImplicitVrLittleEndian,
                        position
                    );
            }
        }
    }

    private static DicomTransferSyntax? SyntaxOf(DicomDataset meta) =>
        meta.GetUid(DicomTag.TransferSyntaxUid) is { } uid ? DicomTransferSyntax.Lookup(uid) : null;

    /// <summary>Tells the encoding from the first element: group 0008 or near it, with or without two letters behind the tag; null when it is none.</summary>
    private static DicomTransferSyntax? Guess(ReadOnlySpan<byte> span)
    {
        if (span.Length < 8)
        {
            return null;
        }
        var hasVr = ((DicomVr)((span[4] << 8) | span[5])).IsKnown();
        // The first group of a data set is 0008 in practice; the zero byte shows the byte order.
        if (span[0] == 0 && span[1] is > 0 and <= 0x20)
        {
            return hasVr ? DicomTransferSyntax.ExplicitVrBigEndian : null;
        }
        if (span[0] is 0 or > 0x20 || span[1] != 0)
        {
            return null;
        }
        if (hasVr)
        {
            return DicomTransferSyntax.ExplicitVrLittleEndian;
        }
        var tag = new DicomTag(span[0], (ushort)(span[2] | (span[3] << 8)));
        return tag.IsGroupLength || DicomDictionary.Lookup(tag) is not null
            ? DicomTransferSyntax.ImplicitVrLittleEndian
            : null;
    }

    private static DicomDataException NoDicom() =>
        new(
            "This is no DICOM file: there is neither the prefix DICM nor a data set at its start.",
            null,
            0
        );
}
