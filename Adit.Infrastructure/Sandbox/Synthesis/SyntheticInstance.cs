using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Infrastructure.Sandbox.Archive;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>One object of the sandbox. It costs a few words until somebody asks for its header or its picture.</summary>
internal sealed class SyntheticInstance(SyntheticStudy study, int seriesNumber, int instanceNumber)
    : IArchivedInstance
{
    public SyntheticStudy Study { get; } = study;

    public int SeriesNumber { get; } = seriesNumber;

    public int InstanceNumber { get; } = instanceNumber;

    public SyntheticSeries Series => Study.Series[SeriesNumber - 1];

    public DicomUid SopClassUid => Series.SopClassUid;

    public DicomUid SopInstanceUid { get; } = study.InstanceUid(seriesNumber, instanceNumber);

    public DicomUid SeriesInstanceUid => Study.SeriesUid(SeriesNumber);

    public DicomUid StudyInstanceUid => Study.Uid;

    public string PatientId => Study.Patient.Id;

    public DicomTransferSyntax TransferSyntax => DicomTransferSyntax.ExplicitVrLittleEndian;

    public DicomDataset ReadHeader()
    {
        var dataset = new DicomDataset();
        var patient = Study.Patient;
        if (patient.CharacterSet is { } characterSet)
        {
            dataset.Set(DicomTag.SpecificCharacterSet, characterSet);
        }
        DescribePatient(dataset, patient);
        DescribeStudy(dataset);
        DescribeSeries(dataset);
        Series.Describe(dataset, this);
        return dataset;
    }

    public Stream OpenDataset()
    {
        var dataset = ReadHeader();
        var pixelData = Series.Render(this);
        if (pixelData is not null)
        {
            dataset.Set(pixelData);
        }
        var output = new ArrayBufferWriter<byte>((pixelData?.Length ?? 0) + 4096);
        DicomSerializer.Write(output, dataset, TransferSyntax);
        return MemoryMarshal.TryGetArray(output.WrittenMemory, out var bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
            : throw new InvalidOperationException("An ArrayBufferWriter writes into an array.");
    }

    private static string Date(DateTime at) =>
        at.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Time(DateTime at) => at.ToString("HHmmss", CultureInfo.InvariantCulture);

    private void DescribePatient(DicomDataset dataset, SyntheticPatient patient)
    {
        dataset.Set(DicomTag.PatientName, patient.Name);
        dataset.Set(DicomTag.PatientId, patient.Id);
        dataset.Set(DicomTag.IssuerOfPatientId, "ADIT SANDBOX");
        dataset.Set(
            DicomTag.PatientBirthDate,
            patient.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture)
        );
        dataset.Set(DicomTag.PatientSex, patient.Sex);
        dataset.Set(
            DicomTag.PatientComments,
            "Synthetic data of the Adit sandbox, not a real person"
        );
        var birth = patient.BirthDate;
        var age = Study.At.Year - birth.Year - (Study.At.DayOfYear < birth.DayOfYear ? 1 : 0);
        dataset.Set(
            DicomTag.PatientAge,
            string.Create(CultureInfo.InvariantCulture, $"{age:000}Y")
        );
    }

    private void DescribeStudy(DicomDataset dataset)
    {
        dataset.Set(DicomTag.StudyInstanceUid, Study.Uid.Value);
        dataset.Set(DicomTag.StudyId, Study.Id);
        dataset.Set(DicomTag.StudyDate, Date(Study.At));
        dataset.Set(DicomTag.StudyTime, Time(Study.At));
        dataset.Set(DicomTag.AccessionNumber, Study.AccessionNumber);
        dataset.Set(DicomTag.StudyDescription, Study.Description);
        dataset.Set(DicomTag.ReferringPhysicianName, "Sandbox^Referring");
        dataset.Set(DicomTag.InstitutionName, "Adit Sandbox Hospital");
    }

    private void DescribeSeries(DicomDataset dataset)
    {
        var start = Study.At.AddMinutes(3 * SeriesNumber);
        var at = start.AddMilliseconds(250 * InstanceNumber);
        dataset.Set(DicomTag.SopClassUid, SopClassUid.Value);
        dataset.Set(DicomTag.SopInstanceUid, SopInstanceUid.Value);
        dataset.Set(DicomTag.SeriesInstanceUid, SeriesInstanceUid.Value);
        dataset.Set(DicomTag.Modality, Series.Modality);
        dataset.Set(DicomTag.SeriesNumber, SeriesNumber.ToString(CultureInfo.InvariantCulture));
        dataset.Set(DicomTag.SeriesDescription, Series.Description);
        dataset.Set(DicomTag.SeriesDate, Date(start));
        dataset.Set(DicomTag.SeriesTime, Time(start));
        dataset.Set(DicomTag.BodyPartExamined, Series.BodyPart);
        dataset.Set(DicomTag.Manufacturer, "Adit");
        dataset.Set(DicomTag.ManufacturerModelName, "Sandbox " + Series.Modality);
        dataset.Set(DicomTag.StationName, "SBX" + Series.Modality);
        dataset.Set(DicomTag.SoftwareVersions, "1");
        dataset.Set(DicomTag.DeviceSerialNumber, "SBX-1");
        dataset.Set(DicomTag.InstanceNumber, InstanceNumber.ToString(CultureInfo.InvariantCulture));
        dataset.Set(DicomTag.ContentDate, Date(at));
        dataset.Set(DicomTag.ContentTime, Time(at));
        if (Series is not ReportSeries)
        {
            dataset.Set(DicomTag.AcquisitionDate, Date(at));
            dataset.Set(DicomTag.AcquisitionTime, Time(at));
        }
    }
}
