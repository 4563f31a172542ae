using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Benchmarks.Deidentification;

/// <summary>What scanners put into the header of a CT image, beyond what makes it one: about 150 elements, sequences and a private block.</summary>
internal static class TypicalHeader
{
    private static readonly (ushort Group, ushort Element, DicomVr Vr, string Value)[] Elements =
    [
        (0x0008, 0x0005, DicomVr.CS, "ISO_IR 100"),
        (0x0008, 0x0008, DicomVr.CS, "ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI"),
        (0x0008, 0x0012, DicomVr.DA, "20240131"),
        (0x0008, 0x0013, DicomVr.TM, "101512.123000"),
        (0x0008, 0x0021, DicomVr.DA, "20240131"),
        (0x0008, 0x0022, DicomVr.DA, "20240131"),
        (0x0008, 0x0023, DicomVr.DA, "20240131"),
        (0x0008, 0x002A, DicomVr.DT, "20240131101512.123000"),
        (0x0008, 0x0031, DicomVr.TM, "101501.000000"),
        (0x0008, 0x0032, DicomVr.TM, "101509.456000"),
        (0x0008, 0x0033, DicomVr.TM, "101512.123000"),
        (0x0008, 0x0070, DicomVr.LO, "SIEMENS"),
        (0x0008, 0x0080, DicomVr.LO, "Hospital of Bench"),
        (0x0008, 0x0081, DicomVr.ST, "Bench Road 1, 12345 Benchtown"),
        (0x0008, 0x0090, DicomVr.PN, "Referrer^Rita"),
        (0x0008, 0x1010, DicomVr.SH, "CT12345"),
        (0x0008, 0x103E, DicomVr.LO, "Thorax 1.0 B70f"),
        (0x0008, 0x1040, DicomVr.LO, "Radiology"),
        (0x0008, 0x1050, DicomVr.PN, "Performer^Paul"),
        (0x0008, 0x1070, DicomVr.PN, "Operator^Olga"),
        (0x0008, 0x1090, DicomVr.LO, "SOMATOM Definition AS"),
        (0x0010, 0x1010, DicomVr.AS, "054Y"),
        (0x0010, 0x1020, DicomVr.DS, "1.74"),
        (0x0010, 0x1030, DicomVr.DS, "81"),
        (0x0010, 0x2180, DicomVr.SH, "Retired"),
        (0x0010, 0x4000, DicomVr.LT, "Patient was told to hold the breath"),
        (0x0018, 0x0015, DicomVr.CS, "CHEST"),
        (0x0018, 0x0050, DicomVr.DS, "1"),
        (0x0018, 0x0060, DicomVr.DS, "120"),
        (0x0018, 0x0090, DicomVr.DS, "500"),
        (0x0018, 0x1000, DicomVr.LO, "65432"),
        (0x0018, 0x1020, DicomVr.LO, "syngo CT 2012B"),
        (0x0018, 0x1030, DicomVr.LO, "ThoraxRoutine"),
        (0x0018, 0x1100, DicomVr.DS, "340"),
        (0x0018, 0x1110, DicomVr.DS, "1085.6"),
        (0x0018, 0x1111, DicomVr.DS, "595"),
        (0x0018, 0x1120, DicomVr.DS, "0"),
        (0x0018, 0x1130, DicomVr.DS, "153"),
        (0x0018, 0x1140, DicomVr.CS, "CW"),
        (0x0018, 0x1150, DicomVr.IS, "500"),
        (0x0018, 0x1151, DicomVr.IS, "162"),
        (0x0018, 0x1152, DicomVr.IS, "81"),
        (0x0018, 0x1160, DicomVr.SH, "WEDGE_3"),
        (0x0018, 0x1170, DicomVr.IS, "19"),
        (0x0018, 0x1190, DicomVr.DS, "1.2"),
        (0x0018, 0x1200, DicomVr.DA, "20240131"),
        (0x0018, 0x1201, DicomVr.TM, "061501.000000"),
        (0x0018, 0x1210, DicomVr.SH, "B70f"),
        (0x0018, 0x5100, DicomVr.CS, "HFS"),
        (0x0020, 0x0010, DicomVr.SH, "31415"),
        (0x0020, 0x0012, DicomVr.IS, "3"),
        (0x0020, 0x0032, DicomVr.DS, "-169.66796875\\-331.66796875\\-20.5"),
        (0x0020, 0x0037, DicomVr.DS, "1\\0\\0\\0\\1\\0"),
        (0x0020, 0x1040, DicomVr.LO, ""),
        (0x0020, 0x1041, DicomVr.DS, "-20.5"),
        (0x0020, 0x4000, DicomVr.LT, "Reconstruction with a sharp kernel"),
        (0x0028, 0x0030, DicomVr.DS, "0.6640625\\0.6640625"),
        (0x0028, 0x1050, DicomVr.DS, "-500\\50"),
        (0x0028, 0x1051, DicomVr.DS, "1500\\350"),
        (0x0028, 0x1052, DicomVr.DS, "-1024"),
        (0x0028, 0x1053, DicomVr.DS, "1"),
        (0x0028, 0x1055, DicomVr.LO, "WINDOW1\\WINDOW2"),
        (0x0032, 0x1032, DicomVr.PN, "Requester^Rob"),
        (0x0032, 0x1033, DicomVr.LO, "Internal medicine"),
        (0x0032, 0x1060, DicomVr.LO, "CT of the chest"),
        (0x0040, 0x0244, DicomVr.DA, "20240131"),
        (0x0040, 0x0245, DicomVr.TM, "101501.000000"),
        (0x0040, 0x0253, DicomVr.SH, "PPS-4711"),
        (0x0040, 0x0254, DicomVr.LO, "CT of the chest, follow-up"),
    ];

    public static void AddTo(DicomDataset dataset)
    {
        foreach (var (group, element, vr, value) in Elements)
        {
            dataset.Set(new DicomTag(group, element), vr, value);
        }
        dataset.Set(DicomTag.FrameOfReferenceUid, "1.3.12.2.1107.5.1.4.65432.4711");
        dataset.SetSequence(DicomTag.ReferencedStudySequence, Reference("1.3.12.2.1107.5.1.1"));
        dataset.SetSequence(
            DicomTag.ReferencedImageSequence,
            Reference("1.3.12.2.1107.5.1.2"),
            Reference("1.3.12.2.1107.5.1.3")
        );
        dataset.SetSequence(DicomTag.ProcedureCodeSequence, Code("CTCHEST", "CT of the chest"));
        var request = new DicomDataset();
        request.Set(new DicomTag(0x0040, 0x0007), DicomVr.LO, "CT of the chest");
        request.Set(new DicomTag(0x0040, 0x0009), DicomVr.SH, "SPS-4711");
        request.Set(new DicomTag(0x0040, 0x1001), DicomVr.SH, "RP-4711");
        dataset.SetSequence(DicomTag.RequestAttributesSequence, request);
        AddPrivate(dataset, 0x0019, "SIEMENS CT VA0  COAD", 30);
        AddPrivate(dataset, 0x0021, "SIEMENS MED", 10);
        AddPrivate(dataset, 0x0029, "SIEMENS CSA HEADER", 8);
        dataset.Set(new DicomElement(new DicomTag(0x0029, 0x1020), DicomVr.OB, new byte[8000]));
    }

    private static void AddPrivate(DicomDataset dataset, ushort group, string creator, int count)
    {
        dataset.Set(new DicomTag(group, 0x0010), DicomVr.LO, creator);
        for (ushort element = 0x1001; element <= 0x1000 + count; element++)
        {
            dataset.Set(
                new DicomTag(group, element),
                DicomVr.LO,
                string.Create(CultureInfo.InvariantCulture, $"private value {element}")
            );
        }
    }

    private static DicomDataset Reference(string uid)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSopClassUid, DicomUids.CtImageStorage);
        item.Set(DicomTag.ReferencedSopInstanceUid, uid);
        return item;
    }

    private static DicomDataset Code(string value, string meaning)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.CodeValue, value);
        item.Set(DicomTag.CodingSchemeDesignator, "99BENCH");
        item.Set(DicomTag.CodeMeaning, meaning);
        return item;
    }
}
