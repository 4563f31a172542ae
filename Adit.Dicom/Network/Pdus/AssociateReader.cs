using System.Buffers.Binary;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Network.Pdus;

/// <summary>Reads A-ASSOCIATE-RQ and -AC. Every length is checked against what is there; nothing nests deeper than the standard's two levels.</summary>
internal static class AssociateReader
{
    /// <param name="isAccept">Which of the two PDUs the body belongs to.</param>
    /// <param name="body">Everything behind the six-byte header.</param>
    /// <exception cref="DicomProtocolException">The PDU is malformed.</exception>
    public static AssociatePdu Read(bool isAccept, ReadOnlySpan<byte> body)
    {
        if (body.Length < 68)
        {
            throw new DicomProtocolException(
                $"The association PDU has {body.Length} bytes; at least 68 are needed."
            );
        }
        var pdu = new AssociatePdu
        {
            IsAccept = isAccept,
            ProtocolVersion = BinaryPrimitives.ReadUInt16BigEndian(body),
            CalledAeTitle = ReadText(body.Slice(4, 16)),
            CallingAeTitle = ReadText(body.Slice(20, 16)),
            ApplicationContext = "",
        };
        var items = new ItemReader(body[68..], 74);
        while (items.TryRead(out var type, out var value, out var offset))
        {
            switch (type)
            {
                case 0x10:
                    pdu.ApplicationContext = ReadText(value);
                    break;
                case 0x20 or 0x21:
                    if (pdu.Contexts.Count == PduLimits.MaxContexts)
                    {
                        throw new DicomProtocolException(
                            $"The association PDU holds more than {PduLimits.MaxContexts} presentation contexts."
                        );
                    }
                    pdu.Contexts.Add(ReadContext(type == 0x21, value, offset));
                    break;
                case 0x50:
                    ReadUserInformation(pdu, value, offset);
                    break;
                default:
                    // PS3.8 9.3.1: items of unknown type are skipped.
                    break;
            }
        }
        return pdu;
    }

    private static AssociatePdu.ContextItem ReadContext(
        bool isAccept,
        ReadOnlySpan<byte> body,
        int offset
    )
    {
        if (body.Length < 4)
        {
            throw new DicomProtocolException(
                $"The presentation context at offset {offset} is truncated."
            );
        }
        var abstractSyntax = "";
        var transferSyntaxes = new List<string>(2);
        var items = new ItemReader(body[4..], offset + 4);
        while (items.TryRead(out var type, out var value, out _))
        {
            if (type == 0x30)
            {
                abstractSyntax = ReadText(value);
            }
            else if (type == 0x40)
            {
                if (transferSyntaxes.Count == PduLimits.MaxTransferSyntaxes)
                {
                    throw new DicomProtocolException(
                        $"The presentation context at offset {offset} holds more than {PduLimits.MaxTransferSyntaxes} transfer syntaxes."
                    );
                }
                transferSyntaxes.Add(ReadText(value));
            }
        }
        return new AssociatePdu.ContextItem(
            body[0],
            isAccept ? body[2] : (byte)0,
            abstractSyntax,
            transferSyntaxes
        );
    }

    private static void ReadUserInformation(AssociatePdu pdu, ReadOnlySpan<byte> body, int offset)
    {
        var items = new ItemReader(body, offset);
        while (items.TryRead(out var type, out var value, out var at))
        {
            switch (type)
            {
                case 0x51 when value.Length == 4:
                    pdu.MaxPduLength = BinaryPrimitives.ReadUInt32BigEndian(value);
                    break;
                case 0x52:
                    pdu.ImplementationClassUid = ReadText(value);
                    break;
                case 0x53 when value.Length == 4:
                    pdu.AsynchronousOperations = (
                        BinaryPrimitives.ReadUInt16BigEndian(value),
                        BinaryPrimitives.ReadUInt16BigEndian(value[2..])
                    );
                    break;
                case 0x54:
                    ReadRole(pdu, value, at);
                    break;
                case 0x55:
                    pdu.ImplementationVersionName = ReadText(value);
                    break;
                case 0x51 or 0x53:
                    throw new DicomProtocolException(
                        $"The user information at offset {at} has a wrong length."
                    );
                default:
                    // Extended negotiation (56, 57) and user identity (58) are optional services; not answering declines them.
                    break;
            }
        }
    }

    private static void ReadRole(AssociatePdu pdu, ReadOnlySpan<byte> body, int offset)
    {
        var uidLength =
            body.Length >= 4 ? BinaryPrimitives.ReadUInt16BigEndian(body) : int.MaxValue;
        if (uidLength > body.Length - 4)
        {
            throw new DicomProtocolException(
                $"The role selection at offset {offset} is truncated."
            );
        }
        pdu.Roles.Add(
            new AssociatePdu.RoleSelection(
                ReadText(body.Slice(2, uidLength)),
                body[2 + uidLength] == 1,
                body[3 + uidLength] == 1
            )
        );
    }

    private static string ReadText(ReadOnlySpan<byte> bytes) =>
        TextEncoding.ASCII.GetString(bytes).Trim(' ', '\0');

    private ref struct ItemReader(ReadOnlySpan<byte> bytes, int offset)
    {
        private ReadOnlySpan<byte> _bytes = bytes;
        private int _offset = offset;

        public bool TryRead(out byte type, out ReadOnlySpan<byte> value, out int offset)
        {
            if (_bytes.IsEmpty)
            {
                type = 0;
                value = default;
                offset = _offset;
                return false;
            }
            if (_bytes.Length < 4)
            {
                throw new DicomProtocolException(
                    $"The association PDU ends inside an item header at offset {_offset}."
                );
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);
            if (length > _bytes.Length - 4)
            {
                throw new DicomProtocolException(
                    $"The item at offset {_offset} of the association PDU claims {length} bytes where {_bytes.Length - 4} are left."
                );
            }
            type = _bytes[0];
            value = _bytes.Slice(4, length);
            offset = _offset;
            _bytes = _bytes[(4 + length)..];
            _offset += 4 + length;
            return true;
        }
    }
}
