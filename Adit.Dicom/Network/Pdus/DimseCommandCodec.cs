using System.Buffers.Binary;
using Adit.Dicom.Data;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Network.Pdus;

/// <summary>
/// Command sets are implicit little endian without nesting (PS3.7 6.3), so they are read and written directly: one is
/// needed twice per image, and this keeps it at one small allocation.
/// </summary>
internal static class DimseCommandCodec
{
    private const ushort NoDataset = 0x0101;

    /// <exception cref="DicomProtocolException">The command set is malformed.</exception>
    public static DimseCommand Read(ReadOnlySpan<byte> bytes, byte contextId)
    {
        var command = new DimseCommand { ContextId = contextId };
        var hasField = false;
        var hasDatasetType = false;
        for (var offset = 0; offset < bytes.Length; )
        {
            if (bytes.Length - offset < 8)
            {
                throw new DicomProtocolException(
                    $"The command set ends inside an element header at offset {offset}."
                );
            }
            var group = BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);
            var element = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(offset + 2)..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(offset + 4)..]);
            if (length > bytes.Length - offset - 8)
            {
                throw new DicomProtocolException(
                    $"Element ({group:X4},{element:X4}) at offset {offset} of the command set claims {length} bytes where {bytes.Length - offset - 8} are left."
                );
            }
            if (group == 0)
            {
                ReadElement(command, element, bytes.Slice(offset + 8, (int)length));
                hasField |= element == 0x0100;
                hasDatasetType |= element == 0x0800;
            }
            offset += 8 + (int)length;
        }
        if (!hasField || !hasDatasetType)
        {
            throw new DicomProtocolException(
                "The command set lacks (0000,0100) Command Field or (0000,0800) Command Data Set Type."
            );
        }
        return command;
    }

    private static void ReadElement(DimseCommand command, ushort element, ReadOnlySpan<byte> value)
    {
        switch (element)
        {
            case 0x0002:
                command.AffectedSopClassUid = Text(value);
                break;
            case 0x0003:
                command.RequestedSopClassUid = Text(value);
                break;
            case 0x0100:
                command.Operation = (DimseOperation)Number(value, element);
                break;
            case 0x0110:
                command.MessageId = Number(value, element);
                break;
            case 0x0120:
                command.MessageIdBeingRespondedTo = Number(value, element);
                break;
            case 0x0600:
                command.MoveDestination = Text(value);
                break;
            case 0x0700:
                command.Priority = Number(value, element);
                break;
            case 0x0800:
                command.HasDataset = Number(value, element) != NoDataset;
                break;
            case 0x0900:
                command.Status = new DicomStatus(Number(value, element));
                break;
            case 0x0901:
                var tags = new DicomTag[Math.Min(value.Length / 4, 64)];
                for (var i = 0; i < tags.Length; i++)
                {
                    tags[i] = new DicomTag(
                        BinaryPrimitives.ReadUInt16LittleEndian(value[(4 * i)..]),
                        BinaryPrimitives.ReadUInt16LittleEndian(value[(4 * i + 2)..])
                    );
                }
                command.OffendingElements = tags;
                break;
            case 0x0902:
                // LO holds 64 characters; the rest of a longer text is not worth carrying around.
                var comment = Text(value);
                command.ErrorComment = comment.Length > 64 ? comment[..64] : comment;
                break;
            case 0x1000:
                command.AffectedSopInstanceUid = Text(value);
                break;
            case 0x1020:
                command.RemainingSubOperations = Number(value, element);
                break;
            case 0x1021:
                command.CompletedSubOperations = Number(value, element);
                break;
            case 0x1022:
                command.FailedSubOperations = Number(value, element);
                break;
            case 0x1023:
                command.WarningSubOperations = Number(value, element);
                break;
            case 0x1030:
                command.MoveOriginatorAeTitle = Text(value);
                break;
            case 0x1031:
                command.MoveOriginatorMessageId = Number(value, element);
                break;
            default:
                break;
        }
    }

    private static ushort Number(ReadOnlySpan<byte> value, ushort element) =>
        value.Length >= 2
            ? BinaryPrimitives.ReadUInt16LittleEndian(value)
            : throw new DicomProtocolException(
                $"Element (0000,{element:X4}) of the command set has no value."
            );

    private static string Text(ReadOnlySpan<byte> value) =>
        TextEncoding.Latin1.GetString(value).Trim(' ', '\0');

    /// <summary>Writes the command set into the destination, which must have room for <see cref="MeasureMax"/> bytes.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Write(DimseCommand command, Span<byte> destination)
    {
        var writer = new Writer(destination[12..]);
        writer.Text(0x0002, command.AffectedSopClassUid, '\0');
        writer.Text(0x0003, command.RequestedSopClassUid, '\0');
        writer.Number(0x0100, (ushort)command.Operation);
        if (command.Operation is not DimseOperation.CancelRequest && !command.IsResponse)
        {
            writer.Number(0x0110, command.MessageId);
        }
        else
        {
            writer.Number(0x0120, command.MessageIdBeingRespondedTo);
        }
        writer.Text(0x0600, command.MoveDestination, ' ');
        if (command.Priority is { } priority)
        {
            writer.Number(0x0700, priority);
        }
        writer.Number(0x0800, command.HasDataset ? (ushort)0x0000 : NoDataset);
        if (command.Status is { } status)
        {
            writer.Number(0x0900, status.Code);
        }
        writer.Tags(0x0901, command.OffendingElements);
        writer.Text(0x0902, command.ErrorComment, ' ');
        writer.Text(0x1000, command.AffectedSopInstanceUid, '\0');
        writer.OptionalNumber(0x1020, command.RemainingSubOperations);
        writer.OptionalNumber(0x1021, command.CompletedSubOperations);
        writer.OptionalNumber(0x1022, command.FailedSubOperations);
        writer.OptionalNumber(0x1023, command.WarningSubOperations);
        writer.Text(0x1030, command.MoveOriginatorAeTitle, ' ');
        writer.OptionalNumber(0x1031, command.MoveOriginatorMessageId);
        var length = writer.Length;
        destination[..12].Clear();
        destination[4] = 4;
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], length);
        return 12 + length;
    }

    /// <summary>An upper bound of what <see cref="Write"/> needs.</summary>
    public static int MeasureMax(DimseCommand command) =>
        512
        + Length(command.AffectedSopClassUid)
        + Length(command.RequestedSopClassUid)
        + Length(command.AffectedSopInstanceUid)
        + Length(command.MoveDestination)
        + Length(command.MoveOriginatorAeTitle)
        + Length(command.ErrorComment)
        + 4 * command.OffendingElements.Count;

    private static int Length(string? text) => text?.Length + 1 ?? 0;

    private ref struct Writer(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Length { get; private set; }

        public void Number(ushort element, ushort value) =>
            BinaryPrimitives.WriteUInt16LittleEndian(Element(element, 2), value);

        public void OptionalNumber(ushort element, ushort? value)
        {
            if (value is { } number)
            {
                Number(element, number);
            }
        }

        public void Text(ushort element, string? value, char padding)
        {
            if (string.IsNullOrEmpty(value))
            {
                return;
            }
            var span = Element(element, (value.Length + 1) & ~1);
            span[^1] = (byte)padding;
            TextEncoding.Latin1.GetBytes(value, span);
        }

        public void Tags(ushort element, IReadOnlyList<DicomTag> tags)
        {
            if (tags.Count == 0)
            {
                return;
            }
            var span = Element(element, 4 * tags.Count);
            for (var i = 0; i < tags.Count; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(span[(4 * i)..], tags[i].Group);
                BinaryPrimitives.WriteUInt16LittleEndian(span[(4 * i + 2)..], tags[i].Element);
            }
        }

        private Span<byte> Element(ushort element, int length)
        {
            var span = _destination[Length..];
            BinaryPrimitives.WriteUInt16LittleEndian(span, 0);
            BinaryPrimitives.WriteUInt16LittleEndian(span[2..], element);
            BinaryPrimitives.WriteInt32LittleEndian(span[4..], length);
            Length += 8 + length;
            return span.Slice(8, length);
        }
    }
}
