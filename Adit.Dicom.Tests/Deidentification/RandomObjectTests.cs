using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

/// <summary>Objects of any attributes in any representation at any depth: the patient's number must not get through, whatever holds it.</summary>
public sealed class RandomObjectTests
{
    private const string Number = "PAT-4711";

    private static readonly DicomTag[] Tags =
    [
        .. DicomDictionary
            .Entries.Select(entry => entry.Tag)
            .Where(tag => tag.Group is > 2 and < 0x7FE0 && !IsOfEveryObject(tag)),
    ];

    private static readonly DicomVr[] Vrs =
    [
        .. Enum.GetValues<DicomVr>().Where(vr => vr.IsText() || vr is DicomVr.UN or DicomVr.OB),
    ];

    private static readonly string[] Texts =
    [
        Number,
        "of " + Number + " seen",
        "A\\" + Number + "\\B",
        Number + "  ",
    ];

    [Fact]
    public void Deidentify_AnyAttributesAnywhere_LetsNoNumberOfThePatientThrough()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var options = Options(random);
            var original = TestObjects.Ct();
            Fill(original, random, depth: 0);
            var output = TestObjects.Deidentify(original, options);
            foreach (
                var syntax in (DicomTransferSyntax[])
                    [
                        DicomTransferSyntax.ExplicitVrLittleEndian,
                        DicomTransferSyntax.ImplicitVrLittleEndian,
                    ]
            )
            {
                var bytes = DicomSerializer.Encode(output, syntax);
                var at = bytes.AsSpan().IndexOf("4711"u8);
                Assert.True(at < 0, $"Seed {seed}, {options}: {Surroundings(bytes, at)}");
                Assert.Equal(output.Count, DicomSerializer.Parse(bytes, syntax).Count);
            }
        }
    }

    private static DeidentificationOptions Options(Random random)
    {
        bool IsOn() => random.Next(2) == 0;
        return new DeidentificationOptions
        {
            RetainSafePrivate = IsOn(),
            RetainUids = IsOn(),
            RetainDeviceIdentity = IsOn(),
            RetainInstitutionIdentity = IsOn(),
            RetainPatientCharacteristics = IsOn(),
            CleanDescriptors = IsOn(),
            CleanStructuredContent = IsOn(),
            CleanGraphics = IsOn(),
            Dates = (DateHandling)random.Next(4),
        };
    }

    private static string Surroundings(byte[] bytes, int at)
    {
        var start = Math.Max(0, at - 40);
        return System.Text.Encoding.Latin1.GetString(
            bytes,
            start,
            Math.Min(80, bytes.Length - start)
        );
    }

    private static void Fill(DicomDataset dataset, Random random, int depth)
    {
        for (var i = 0; i < 12; i++)
        {
            var tag = Tags[random.Next(Tags.Length)];
            var vr = DicomDictionary.GetVr(tag);
            if (depth < 3 && (vr == DicomVr.SQ || random.Next(12) == 0))
            {
                var item = new DicomDataset();
                dataset.SetSequence(tag, item);
                Fill(item, random, depth + 1);
                continue;
            }
            var text = Texts[random.Next(Texts.Length)];
            // Mostly as the dictionary says, else as anything.
            if (!vr.IsText() || random.Next(4) == 0)
            {
                vr = Vrs[random.Next(Vrs.Length)];
            }
            if (IsOpaque(tag, vr))
            {
                continue;
            }
            dataset.Set(tag, vr, System.Text.Encoding.ASCII.GetBytes(text));
        }
        dataset.Set(new DicomTag(0x0019, 0x0010), DicomVr.LO, "SIEMENS MR HEADER");
        dataset.Set(new DicomTag(0x0019, 0x100C), DicomVr.IS, "1000");
        dataset.Set(new DicomTag(0x0019, 0x100D), DicomVr.LO, Number);
        dataset.Set(
            new DicomTag(0x0019, 0x100E),
            DicomVr.UN,
            System.Text.Encoding.ASCII.GetBytes("of " + Number)
        );
        dataset.Set(new DicomTag(0x0011, 0x0010), DicomVr.LO, Number);
        dataset.Set(new DicomTag(0x0010, 0x9999), DicomVr.LO, Number);
    }

    /// <summary>Bytes of which nobody can say what they are, such as waveforms and look-up tables.</summary>
    private static bool IsOpaque(DicomTag tag, DicomVr vr) =>
        vr is DicomVr.UN or DicomVr.OB
        && !DicomDictionary.GetVr(tag).IsText()
        && DicomDictionary.GetVr(tag) != DicomVr.SQ;

    /// <summary>What decides about the whole object is left as it is.</summary>
    private static bool IsOfEveryObject(DicomTag tag) =>
        tag == DicomTag.SpecificCharacterSet
        || tag == DicomTag.SopClassUid
        || tag == DicomTag.SopInstanceUid
        || tag == DicomTag.Modality
        || tag == DicomTag.PatientId
        || tag == DicomTag.PatientName
        || tag == DicomTag.PatientBirthDate
        || tag == DicomTag.ImageType
        || tag == DicomTag.ConversionType
        || tag == DicomTag.BurnedInAnnotation
        || tag == DicomTag.MimeTypeOfEncapsulatedDocument
        || tag.Group >> 8 == 0x60
        || tag.Value is 0x00187004;
}
