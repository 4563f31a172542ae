using Adit.Dicom.Data;
using Adit.Infrastructure.Sandbox.Matching;

namespace Adit.Infrastructure.Sandbox.Archive;

/// <summary>
/// Patients, studies, series and instances of an archive in memory, and the answers to queries about them. Safe for use by
/// several associations at once.
/// </summary>
internal sealed class ArchiveIndex(string aeTitle)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, PatientEntry> patients = new(StringComparer.Ordinal);
    private readonly Dictionary<DicomUid, StudyEntry> studies = [];
    private readonly Dictionary<DicomUid, IArchivedInstance> instances = [];

    public int Count
    {
        get
        {
            lock (gate)
            {
                return instances.Count;
            }
        }
    }

    public bool Contains(DicomUid sopInstanceUid)
    {
        lock (gate)
        {
            return instances.ContainsKey(sopInstanceUid);
        }
    }

    /// <summary>Files an instance; false when its SOP Instance UID is there already, and then nothing changes.</summary>
    public bool Add(IArchivedInstance instance)
    {
        lock (gate)
        {
            if (!instances.TryAdd(instance.SopInstanceUid, instance))
            {
                return false;
            }
            if (!studies.TryGetValue(instance.StudyInstanceUid, out var study))
            {
                if (!patients.TryGetValue(instance.PatientId, out var patient))
                {
                    patients.Add(instance.PatientId, patient = new PatientEntry());
                }
                study = new StudyEntry(patient);
                patient.Studies.Add(study);
                studies.Add(instance.StudyInstanceUid, study);
            }
            if (!study.Series.TryGetValue(instance.SeriesInstanceUid, out var series))
            {
                study.Series.Add(
                    instance.SeriesInstanceUid,
                    series = new SeriesEntry(study, instance)
                );
            }
            series.Instances.Add(instance);
            return true;
        }
    }

    /// <summary>The answers to a query, as of now.</summary>
    public IReadOnlyList<DicomDataset> Find(QueryIdentifier query)
    {
        lock (gate)
        {
            return
            [
                .. Candidates(query)
                    .Select(candidate => candidate.Attributes)
                    .Where(query.Matches)
                    .Select(query.CreateResponse)
                    .Select(Locate),
            ];
        }
    }

    /// <summary>The instances below everything that a retrieval names.</summary>
    public IReadOnlyList<IArchivedInstance> Select(QueryIdentifier retrieval)
    {
        lock (gate)
        {
            return
            [
                .. Candidates(retrieval)
                    .Where(candidate => retrieval.Matches(candidate.Attributes))
                    .SelectMany(candidate => candidate.Instances),
            ];
        }
    }

    private IEnumerable<Candidate> Candidates(QueryIdentifier query) =>
        query.Level switch
        {
            QueryLevel.Patient => patients.Values.Select(Describe),
            QueryLevel.Study => studies.Values.Select(Describe),
            QueryLevel.Series => StudiesOf(query)
                .SelectMany(study => study.Series.Values)
                .Select(Describe),
            QueryLevel.Image => StudiesOf(query)
                .SelectMany(study => study.Series)
                .Where(series => query.Names(DicomTag.SeriesInstanceUid, series.Key))
                .SelectMany(series =>
                    series.Value.Instances.Select(instance => Describe(series.Value, instance))
                ),
        };

    /// <summary>Below the study the identifier names exactly one study, so the others need not be described.</summary>
    private IEnumerable<StudyEntry> StudiesOf(QueryIdentifier query) =>
        studies
            .Where(study => query.Names(DicomTag.StudyInstanceUid, study.Key))
            .Select(study => study.Value);

    private static Candidate Describe(PatientEntry patient)
    {
        var attributes = LevelAttributes.Select(
            patient.Studies[0].FirstSeries.Header,
            QueryLevel.Patient
        );
        AddCounts(attributes, patient);
        return new Candidate(attributes, patient.Studies.SelectMany(study => study.AllInstances));
    }

    private static Candidate Describe(StudyEntry study)
    {
        var attributes = LevelAttributes.Select(study.FirstSeries.Header, QueryLevel.Study);
        AddCounts(attributes, study.Patient);
        AddCounts(attributes, study);
        return new Candidate(attributes, study.AllInstances);
    }

    private static Candidate Describe(SeriesEntry series)
    {
        var attributes = LevelAttributes.Select(series.Header, QueryLevel.Series);
        AddCounts(attributes, series.Study.Patient);
        AddCounts(attributes, series.Study);
        attributes.Set(DicomTag.NumberOfSeriesRelatedInstances, series.Instances.Count);
        return new Candidate(attributes, series.Instances);
    }

    private static Candidate Describe(SeriesEntry series, IArchivedInstance instance)
    {
        var attributes = LevelAttributes.Select(instance.ReadHeader(), QueryLevel.Image);
        AddCounts(attributes, series.Study.Patient);
        attributes.Set(DicomTag.NumberOfStudyRelatedSeries, series.Study.Series.Count);
        attributes.Set(DicomTag.NumberOfStudyRelatedInstances, series.Study.InstanceCount);
        attributes.Set(DicomTag.NumberOfSeriesRelatedInstances, series.Instances.Count);
        return new Candidate(attributes, [instance]);
    }

    private static void AddCounts(DicomDataset attributes, PatientEntry patient)
    {
        attributes.Set(DicomTag.NumberOfPatientRelatedStudies, patient.Studies.Count);
        attributes.Set(
            DicomTag.NumberOfPatientRelatedSeries,
            patient.Studies.Sum(study => study.Series.Count)
        );
        attributes.Set(
            DicomTag.NumberOfPatientRelatedInstances,
            patient.Studies.Sum(study => study.InstanceCount)
        );
        attributes.Set(DicomTag.InstanceAvailability, "ONLINE");
    }

    private static void AddCounts(DicomDataset attributes, StudyEntry study)
    {
        var series = study.Series.Values;
        attributes.Set(DicomTag.NumberOfStudyRelatedSeries, series.Count);
        attributes.Set(DicomTag.NumberOfStudyRelatedInstances, study.InstanceCount);
        attributes.Set(
            DicomTag.ModalitiesInStudy,
            DicomVr.CS,
            [
                .. series
                    .Select(entry => entry.Header.GetString(DicomTag.Modality))
                    .OfType<string>()
                    .Distinct(),
            ]
        );
        attributes.Set(
            DicomTag.SopClassesInStudy,
            DicomVr.UI,
            [
                .. series
                    .SelectMany(entry => entry.Instances)
                    .Select(instance => instance.SopClassUid.Value)
                    .Distinct(StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>Retrieve AE Title is in each answer, asked for or not (PS3.4 C.4.1.1.3.2).</summary>
    private DicomDataset Locate(DicomDataset response)
    {
        response.Set(DicomTag.RetrieveAeTitle, aeTitle);
        return response;
    }

    private sealed record Candidate(
        DicomDataset Attributes,
        IEnumerable<IArchivedInstance> Instances
    );

    private sealed class PatientEntry
    {
        public List<StudyEntry> Studies { get; } = [];
    }

    private sealed class StudyEntry(PatientEntry patient)
    {
        public PatientEntry Patient { get; } = patient;

        public Dictionary<DicomUid, SeriesEntry> Series { get; } = [];

        public SeriesEntry FirstSeries => Series.Values.First();

        public int InstanceCount => Series.Values.Sum(series => series.Instances.Count);

        public IEnumerable<IArchivedInstance> AllInstances =>
            Series.Values.SelectMany(series => series.Instances);
    }

    private sealed class SeriesEntry(StudyEntry study, IArchivedInstance first)
    {
        private DicomDataset? header;

        public StudyEntry Study { get; } = study;

        public List<IArchivedInstance> Instances { get; } = [];

        /// <summary>The header of the first instance speaks for the series, its study and its patient.</summary>
        public DicomDataset Header => header ??= first.ReadHeader();
    }
}
