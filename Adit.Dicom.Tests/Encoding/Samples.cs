using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Encoding;

/// <summary>Data sets that have something of everything.</summary>
internal static class Samples
{
    public static DicomDataset Rich()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        dataset.Set(DicomTag.ImageType, "ORIGINAL\\PRIMARY\\AXIAL");
        dataset.Set(DicomTag.SopClassUid, DicomUids.CtImageStorage);
        dataset.Set(DicomTag.SopInstanceUid, "1.2.3.4.5");
        dataset.Set(DicomTag.StudyDate, new DateOnly(2024, 2, 29));
        dataset.Set(DicomTag.StudyTime, new TimeOnly(12, 30, 59));
        dataset.Set(DicomTag.Modality, "CT");
        dataset.Set(DicomTag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう");
        dataset.Set(DicomTag.PatientId, "P-1");
        dataset.Set(DicomTag.PatientBirthDate, (string?)null);
        dataset.Set(DicomTag.SliceThickness, 2.5);
        dataset.Set(DicomTag.DiffusionBValue, 1000.25);
        dataset.Set(DicomTag.StudyInstanceUid, "1.2.3");
        dataset.Set(DicomTag.InstanceNumber, 7);
        dataset.Set(DicomTag.Rows, 2);
        dataset.Set(DicomTag.Columns, 2);
        dataset.Set(DicomTag.FrameIncrementPointer, "00181063");
        dataset.Set(DicomTag.ImageComments, "first line\r\nsecond line \\ with backslash");
        dataset.Set(new DicomTag(0x0009, 0x0010), DicomVr.LO, "ADIT TEST");
        dataset.Set(new DicomTag(0x0009, 0x1001), DicomVr.UN, new byte[] { 1, 2, 3, 4 });
        dataset.Set(
            DicomElement.FromUInt32(new DicomTag(0x0009, 0x1002), DicomVr.UL, 1, 0xFFFFFFFF)
        );

        var code = new DicomDataset();
        code.Set(DicomTag.CodeValue, "T-D1100");
        var defined = new DicomDataset { HasUndefinedLength = false };
        defined.Set(DicomTag.CodeValue, "113724");
        dataset.SetSequence(DicomTag.ProcedureCodeSequence, code, defined, new DicomDataset());
        code.Set(DicomTag.CodeMeaning, "Schädel"); // the item has the character set only once it is in the sequence
        var inner = new DicomDataset();
        inner.SetSequence(
            DicomTag.ReferencedImageSequence,
            new DicomDataset { HasUndefinedLength = false }
        );
        dataset.Set(
            new DicomSequence(DicomTag.ReferencedSeriesSequence, inner)
            {
                HasUndefinedLength = false,
            }
        );
        dataset.SetSequence(DicomTag.RequestAttributesSequence);
        dataset.Set(DicomElement.FromUInt16(DicomTag.PixelData, DicomVr.OW, 1, 2, 0x1234, 0xFFFF));
        return dataset;
    }

    /// <summary>A data set with encapsulated pixel data.</summary>
    public static DicomDataset Encapsulated()
    {
        var dataset = Rich();
        dataset.Set(
            new DicomFragments(
                DicomTag.PixelData,
                DicomVr.OB,
                new byte[] { 0, 0, 0, 0, 12, 0, 0, 0 },
                [new byte[] { 1, 2, 3, 4 }, new byte[] { 5, 6 }, new byte[70_000]]
            )
        );
        return dataset;
    }
}
