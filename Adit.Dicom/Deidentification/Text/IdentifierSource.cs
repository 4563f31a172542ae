using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>Finds the elements of a header that hold identifiers, at all levels, and makes of them a fingerprint or what is looked for.</summary>
internal sealed class IdentifierSource(DeidentificationOptions options) : IDisposable
{
    private enum Kind : byte
    {
        Name,
        Id,
        WeakId,
        Phone,
        Address,
        Institution,
        InstitutionAddress,
        BirthDate,
        KeptDate,
        DeviceId,
    }

    // PS3.3 C.2, C.3, C.7, and the modules of orders and procedure steps.
    private static readonly FrozenDictionary<uint, Kind> Tags = new Dictionary<uint, Kind>
    {
        [0x00100020] = Kind.Id, // Patient ID
        [0x00101000] = Kind.Id, // Other Patient IDs
        [0x00101005] = Kind.Name, // Patient's Birth Name
        [0x00101060] = Kind.Name, // Patient's Mother's Birth Name
        [0x00101090] = Kind.Id, // Medical Record Locator
        [0x00080050] = Kind.Id, // Accession Number
        [0x00380010] = Kind.Id, // Admission ID
        [0x00380060] = Kind.Id, // Service Episode ID
        [0x00402016] = Kind.Id, // Placer Order Number
        [0x00402017] = Kind.Id, // Filler Order Number
        [0x00402006] = Kind.Id, // Placer Order Number, retired
        [0x00402007] = Kind.Id, // Filler Order Number, retired
        [0x00200010] = Kind.WeakId, // Study ID
        [0x00400009] = Kind.WeakId, // Scheduled Procedure Step ID
        [0x00400253] = Kind.WeakId, // Performed Procedure Step ID
        [0x00401001] = Kind.WeakId, // Requested Procedure ID
        [0x00102154] = Kind.Phone, // Patient's Telephone Numbers
        [0x00102155] = Kind.Phone, // Patient's Telecom Information
        [0x00080094] = Kind.Phone, // Referring Physician's Telephone Numbers
        [0x00401103] = Kind.Phone, // Person's Telephone Numbers
        [0x00401104] = Kind.Phone, // Person's Telecom Information
        [0x00101040] = Kind.Address, // Patient's Address
        [0x00102152] = Kind.Address, // Region of Residence
        [0x00080092] = Kind.Address, // Referring Physician's Address
        [0x00401102] = Kind.Address, // Person's Address
        [0x00102299] = Kind.Institution, // Responsible Organization
        [0x00080080] = Kind.Institution, // Institution Name
        [0x00080081] = Kind.InstitutionAddress,
        [0x00100030] = Kind.BirthDate, // Patient's Birth Date
        [0x00080020] = Kind.KeptDate, // Study Date
        [0x00080021] = Kind.KeptDate, // Series Date
        [0x00080022] = Kind.KeptDate, // Acquisition Date
        [0x00080023] = Kind.KeptDate, // Content Date
        [0x00181000] = Kind.DeviceId, // Device Serial Number
    }.ToFrozenDictionary();

    // Frames hold no persons, and there may be thousands.
    private static readonly DicomTag PerFrame = DicomTag.PerFrameFunctionalGroupsSequence;

    private readonly List<(DicomDataset Level, DicomElement Element, Kind Kind)> _found = [];
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(2048);
    private int _length;

    /// <summary>Equal for headers with the same identifiers.</summary>
    public ReadOnlySpan<byte> Fingerprint => _bytes.AsSpan(0, _length);

    /// <summary>Looks through a header.</summary>
    public void Read(DicomDataset original)
    {
        _found.Clear();
        _length = 0;
        var open = new Stack<DicomDataset>();
        open.Push(original);
        while (open.TryPop(out var level))
        {
            foreach (var item in level)
            {
                if (item is DicomElement element)
                {
                    Look(level, element, open);
                }
                else if (item is DicomSequence sequence && item.Tag != PerFrame)
                {
                    foreach (var child in sequence.Items)
                    {
                        open.Push(child);
                    }
                }
            }
        }
    }

    /// <summary>Hands over what was found.</summary>
    public void AddTo(KnownIdentifiers known)
    {
        // A report names the same persons in many items.
        var seen = new HashSet<(Kind, string)>();
        foreach (var (level, element, kind) in _found)
        {
            var text = level.GetString(element);
            if (text is null)
            {
                continue;
            }
            var isSingle =
                !DicomDataset.EffectiveVr(element).IsMultiValuedText()
                || !text.Contains('\\', StringComparison.Ordinal);
            foreach (var value in isSingle ? [text] : text.Split('\\'))
            {
                var trimmed = value.Trim();
                if (trimmed.Length > 0 && seen.Add((kind, trimmed)))
                {
                    Add(known, kind, trimmed);
                }
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);

    private void Look(DicomDataset level, DicomElement element, Stack<DicomDataset> open)
    {
        if (element.Length == 0)
        {
            return;
        }
        if (Tags.TryGetValue(element.Tag.Value, out var kind))
        {
            if (IsWanted(kind, element.Tag))
            {
                Keep(level, element, kind);
            }
        }
        else if (element.Vr == DicomVr.PN)
        {
            Keep(level, element, Kind.Name);
        }
        else if (element.Vr == DicomVr.UN && !element.Tag.IsPrivate)
        {
            var vr = DicomDictionary.GetVr(element.Tag);
            if (vr == DicomVr.PN)
            {
                Keep(level, element, Kind.Name);
            }
            else if (vr == DicomVr.SQ && element.Tag != PerFrame)
            {
                try
                {
                    foreach (var child in level.GetSequence(element.Tag)?.Items ?? [])
                    {
                        open.Push(child);
                    }
                }
                catch (DicomDataException)
                {
                    // A sequence that cannot be read goes as a whole, and nobody knows what it named.
                }
            }
        }
    }

    private bool IsWanted(Kind kind, DicomTag tag) =>
        kind switch
        {
            Kind.KeptDate => options.Dates == DateHandling.KeepOfStudy,
            Kind.DeviceId => !options.RetainDeviceIdentity,
            Kind.InstitutionAddress => !options.RetainInstitutionIdentity,
            Kind.Institution => !options.RetainInstitutionIdentity || tag.Group == 0x0010,
            Kind.Name or Kind.Id or Kind.WeakId or Kind.Phone or Kind.Address or Kind.BirthDate =>
                true,
        };

    private void Keep(DicomDataset level, DicomElement element, Kind kind)
    {
        _found.Add((level, element, kind));
        var value = element.RawValue.Span;
        var needed = _length + 9 + value.Length + 32;
        if (needed > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(needed * 2);
            Fingerprint.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
            _bytes = larger;
        }
        var room = _bytes.AsSpan(_length);
        BinaryPrimitives.WriteUInt32LittleEndian(room, element.Tag.Value);
        BinaryPrimitives.WriteInt32LittleEndian(room[4..], value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(
            room[8..],
            level.CharacterSet.Value.GetHashCode(StringComparison.Ordinal)
        );
        value.CopyTo(room[12..]);
        _length += 12 + value.Length;
    }

    private static void Add(KnownIdentifiers known, Kind kind, string value)
    {
        switch (kind)
        {
            case Kind.Name:
                known.AddName(value);
                foreach (var part in value.Split('^', '='))
                {
                    if (part.Any(char.IsDigit))
                    {
                        known.AddId(part);
                    }
                }
                break;
            case Kind.Id:
                known.AddId(value);
                break;
            case Kind.WeakId:
            case Kind.DeviceId:
                known.AddId(value, isWeak: true);
                break;
            case Kind.Phone:
                known.AddPhone(value);
                break;
            case Kind.Address:
            case Kind.InstitutionAddress:
                known.AddAddress(value);
                break;
            case Kind.Institution:
                known.AddInstitution(value);
                break;
            case Kind.BirthDate:
                if (DicomValues.TryParseDate(value, out var birth))
                {
                    known.BirthDates.Add(birth);
                }
                break;
            case Kind.KeptDate:
                if (DicomValues.TryParseDate(value, out var kept))
                {
                    known.KeptDates.Add(kept);
                }
                break;
        }
    }
}
