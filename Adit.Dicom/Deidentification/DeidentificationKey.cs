using System.Buffers.Binary;
using System.Security.Cryptography;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification;

/// <summary>
/// The secret of a project, and everything that is derived from it: the same input gives the same output in every task, process and
/// year, and nobody without the secret can link one project's output to another's or to the source. HMAC-SHA-256 (FIPS 198-1),
/// with the purpose in front, so that no two uses can meet. Safe for concurrent use.
/// </summary>
public sealed class DeidentificationKey
{
    /// <summary>The shortest secret that is accepted, in bytes.</summary>
    public const int MinLength = 32;

    private const int MaxShiftDays = 3650;
    private const string CodeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private readonly byte[] _secret;

    /// <summary>Takes over the secret.</summary>
    /// <exception cref="ArgumentException">It is shorter than <see cref="MinLength"/> bytes.</exception>
    public DeidentificationKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < MinLength)
        {
            throw new ArgumentException(
                $"The secret has {secret.Length} bytes; it needs at least {MinLength} random ones.",
                nameof(secret)
            );
        }
        _secret = secret.ToArray();
    }

    /// <summary>A new secret of 32 random bytes.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(MinLength);

    /// <summary>The identifier under 2.25 that stands for this one in the output (PS3.5 Annex B.2); valid, and never the same as the input's.</summary>
    public DicomUid MapUid(DicomUid uid)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash("uid", uid.Value, hash);
        var bits = hash[..16];
        // A UUID of version 8, made from the writer's own data (RFC 9562 section 5.8).
        bits[6] = (byte)((bits[6] & 0x0F) | 0x80);
        bits[8] = (byte)((bits[8] & 0x3F) | 0x80);
        return DicomUid.FromGuid(new Guid(bits, bigEndian: true));
    }

    /// <summary>How many days everything of this patient moves into the past: 1 to 3,650.</summary>
    /// <param name="patientKey">The same text for all of a patient's studies.</param>
    public int ShiftDays(string patientKey)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash("days", patientKey, hash);
        return 1 + (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % MaxShiftDays);
    }

    /// <summary>Letters and digits that stand for a value, the same for equal values of one purpose.</summary>
    /// <param name="purpose">Keeps codes of different uses apart.</param>
    /// <param name="value">What the code stands for.</param>
    /// <param name="length">1 to 32 characters, of 5 bits each.</param>
    public string Code(string purpose, string value, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, HMACSHA256.HashSizeInBytes);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash("code " + purpose, value, hash);
        Span<char> code = stackalloc char[length];
        for (var i = 0; i < length; i++)
        {
            code[i] = CodeLetters[hash[i] & 31];
        }
        return new string(code);
    }

    private void Hash(string purpose, string value, Span<byte> hash)
    {
        // No purpose contains a zero byte, so that the two parts cannot run into each other.
        var count = System.Text.Encoding.UTF8.GetByteCount(value);
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(purpose.Length + 1 + count);
        try
        {
            var length = System.Text.Encoding.ASCII.GetBytes(purpose, rented);
            rented[length++] = 0;
            length += System.Text.Encoding.UTF8.GetBytes(value, rented.AsSpan(length));
            HMACSHA256.HashData(_secret, rented.AsSpan(0, length), hash);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }
}
