using System.Buffers;
using System.Buffers.Binary;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Network.Pdus;

/// <summary>Writes the PDUs that open and end an association.</summary>
internal static class AssociateWriter
{
    public static byte[] Write(AssociatePdu pdu)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        WriteHeader(buffer, pdu.IsAccept ? PduType.AssociateAccept : PduType.AssociateRequest, 0);
        WriteUInt16(buffer, pdu.ProtocolVersion);
        WriteUInt16(buffer, 0);
        WriteAeTitle(buffer, pdu.CalledAeTitle);
        WriteAeTitle(buffer, pdu.CallingAeTitle);
        WriteZeros(buffer, 32);
        WriteItem(buffer, 0x10, pdu.ApplicationContext);
        foreach (var context in pdu.Contexts)
        {
            WriteItem(
                buffer,
                pdu.IsAccept ? (byte)0x21 : (byte)0x20,
                ContextBody(pdu.IsAccept, context)
            );
        }
        WriteItem(buffer, 0x50, UserInformation(pdu));
        var bytes = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(
            bytes.AsSpan(2),
            (uint)(bytes.Length - PduLimits.HeaderLength)
        );
        return bytes;
    }

    public static byte[] WriteReject(DicomRejection rejection) =>
        [
            (byte)PduType.AssociateReject,
            0,
            0,
            0,
            0,
            4,
            0,
            rejection.Result,
            rejection.Source,
            rejection.Reason,
        ];

    public static byte[] WriteRelease(PduType type) => [(byte)type, 0, 0, 0, 0, 4, 0, 0, 0, 0];

    /// <summary>A-ABORT with source 0 (service user) or 2 (service provider) and a reason (PS3.8 table 9-26).</summary>
    public static byte[] WriteAbort(byte source, byte reason) =>
        [(byte)PduType.Abort, 0, 0, 0, 0, 4, 0, 0, source, reason];

    private static ReadOnlySpan<byte> ContextBody(bool isAccept, AssociatePdu.ContextItem context)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var head = buffer.GetSpan(4);
        head[0] = context.Id;
        head[1] = 0;
        head[2] = isAccept ? context.Result : (byte)0;
        head[3] = 0;
        buffer.Advance(4);
        if (!isAccept)
        {
            WriteItem(buffer, 0x30, context.AbstractSyntax);
        }
        foreach (var transferSyntax in context.TransferSyntaxes)
        {
            WriteItem(buffer, 0x40, transferSyntax);
        }
        return buffer.WrittenSpan;
    }

    private static ReadOnlySpan<byte> UserInformation(AssociatePdu pdu)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, pdu.MaxPduLength);
        WriteItem(buffer, 0x51, number);
        WriteItem(buffer, 0x52, pdu.ImplementationClassUid);
        if (pdu.AsynchronousOperations is { } window)
        {
            BinaryPrimitives.WriteUInt16BigEndian(number, window.Invoked);
            BinaryPrimitives.WriteUInt16BigEndian(number[2..], window.Performed);
            WriteItem(buffer, 0x53, number);
        }
        foreach (var role in pdu.Roles)
        {
            var uid = TextEncoding.ASCII.GetBytes(role.SopClassUid);
            var body = new byte[uid.Length + 4];
            BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)uid.Length);
            uid.CopyTo(body, 2);
            body[^2] = role.Scu ? (byte)1 : (byte)0;
            body[^1] = role.Scp ? (byte)1 : (byte)0;
            WriteItem(buffer, 0x54, body);
        }
        if (pdu.ImplementationVersionName is { Length: > 0 } version)
        {
            WriteItem(buffer, 0x55, version);
        }
        return buffer.WrittenSpan;
    }

    private static void WriteHeader(ArrayBufferWriter<byte> buffer, PduType type, uint length)
    {
        var span = buffer.GetSpan(PduLimits.HeaderLength);
        span[0] = (byte)type;
        span[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(span[2..], length);
        buffer.Advance(PduLimits.HeaderLength);
    }

    private static void WriteItem(ArrayBufferWriter<byte> buffer, byte type, string ascii) =>
        WriteItem(buffer, type, TextEncoding.ASCII.GetBytes(ascii));

    private static void WriteItem(
        ArrayBufferWriter<byte> buffer,
        byte type,
        ReadOnlySpan<byte> body
    )
    {
        var span = buffer.GetSpan(4 + body.Length);
        span[0] = type;
        span[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], checked((ushort)body.Length));
        body.CopyTo(span[4..]);
        buffer.Advance(4 + body.Length);
    }

    private static void WriteUInt16(ArrayBufferWriter<byte> buffer, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer.GetSpan(2), value);
        buffer.Advance(2);
    }

    private static void WriteZeros(ArrayBufferWriter<byte> buffer, int count)
    {
        buffer.GetSpan(count)[..count].Clear();
        buffer.Advance(count);
    }

    private static void WriteAeTitle(ArrayBufferWriter<byte> buffer, string aeTitle)
    {
        var span = buffer.GetSpan(16)[..16];
        span.Fill((byte)' ');
        TextEncoding.ASCII.GetBytes(aeTitle.AsSpan(0, Math.Min(16, aeTitle.Length)), span);
        buffer.Advance(16);
    }
}
