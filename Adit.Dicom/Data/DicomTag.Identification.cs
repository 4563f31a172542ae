namespace Adit.Dicom.Data;

/// <content>Tags that code names directly, by keyword in Pascal case: identification and patient.</content>
public readonly partial record struct DicomTag
{
    /// <summary>(0008,0001) Length to End, UL.</summary>
    public static DicomTag LengthToEnd => new(0x0008, 0x0001);

    /// <summary>(0008,0005) Specific Character Set, CS.</summary>
    public static DicomTag SpecificCharacterSet => new(0x0008, 0x0005);

    /// <summary>(0008,0006) Language Code Sequence, SQ.</summary>
    public static DicomTag LanguageCodeSequence => new(0x0008, 0x0006);

    /// <summary>(0008,0008) Image Type, CS.</summary>
    public static DicomTag ImageType => new(0x0008, 0x0008);

    /// <summary>(0008,0012) Instance Creation Date, DA.</summary>
    public static DicomTag InstanceCreationDate => new(0x0008, 0x0012);

    /// <summary>(0008,0013) Instance Creation Time, TM.</summary>
    public static DicomTag InstanceCreationTime => new(0x0008, 0x0013);

    /// <summary>(0008,0014) Instance Creator UID, UI.</summary>
    public static DicomTag InstanceCreatorUid => new(0x0008, 0x0014);

    /// <summary>(0008,0016) SOP Class UID, UI.</summary>
    public static DicomTag SopClassUid => new(0x0008, 0x0016);

    /// <summary>(0008,0018) SOP Instance UID, UI.</summary>
    public static DicomTag SopInstanceUid => new(0x0008, 0x0018);

    /// <summary>(0008,001A) Related General SOP Class UID, UI.</summary>
    public static DicomTag RelatedGeneralSopClassUid => new(0x0008, 0x001A);

    /// <summary>(0008,0020) Study Date, DA.</summary>
    public static DicomTag StudyDate => new(0x0008, 0x0020);

    /// <summary>(0008,0021) Series Date, DA.</summary>
    public static DicomTag SeriesDate => new(0x0008, 0x0021);

    /// <summary>(0008,0022) Acquisition Date, DA.</summary>
    public static DicomTag AcquisitionDate => new(0x0008, 0x0022);

    /// <summary>(0008,0023) Content Date, DA.</summary>
    public static DicomTag ContentDate => new(0x0008, 0x0023);

    /// <summary>(0008,002A) Acquisition DateTime, DT.</summary>
    public static DicomTag AcquisitionDateTime => new(0x0008, 0x002A);

    /// <summary>(0008,0030) Study Time, TM.</summary>
    public static DicomTag StudyTime => new(0x0008, 0x0030);

    /// <summary>(0008,0031) Series Time, TM.</summary>
    public static DicomTag SeriesTime => new(0x0008, 0x0031);

    /// <summary>(0008,0032) Acquisition Time, TM.</summary>
    public static DicomTag AcquisitionTime => new(0x0008, 0x0032);

    /// <summary>(0008,0033) Content Time, TM.</summary>
    public static DicomTag ContentTime => new(0x0008, 0x0033);

    /// <summary>(0008,0050) Accession Number, SH.</summary>
    public static DicomTag AccessionNumber => new(0x0008, 0x0050);

    /// <summary>(0008,0051) Issuer of Accession Number Sequence, SQ.</summary>
    public static DicomTag IssuerOfAccessionNumberSequence => new(0x0008, 0x0051);

    /// <summary>(0008,0052) Query/Retrieve Level, CS.</summary>
    public static DicomTag QueryRetrieveLevel => new(0x0008, 0x0052);

    /// <summary>(0008,0053) Query/Retrieve View, CS.</summary>
    public static DicomTag QueryRetrieveView => new(0x0008, 0x0053);

    /// <summary>(0008,0054) Retrieve AE Title, AE.</summary>
    public static DicomTag RetrieveAeTitle => new(0x0008, 0x0054);

    /// <summary>(0008,0055) Station AE Title, AE.</summary>
    public static DicomTag StationAeTitle => new(0x0008, 0x0055);

    /// <summary>(0008,0056) Instance Availability, CS.</summary>
    public static DicomTag InstanceAvailability => new(0x0008, 0x0056);

    /// <summary>(0008,0058) Failed SOP Instance UID List, UI.</summary>
    public static DicomTag FailedSopInstanceUidList => new(0x0008, 0x0058);

    /// <summary>(0008,0060) Modality, CS.</summary>
    public static DicomTag Modality => new(0x0008, 0x0060);

    /// <summary>(0008,0061) Modalities in Study, CS.</summary>
    public static DicomTag ModalitiesInStudy => new(0x0008, 0x0061);

    /// <summary>(0008,0062) SOP Classes in Study, UI.</summary>
    public static DicomTag SopClassesInStudy => new(0x0008, 0x0062);

    /// <summary>(0008,0063) Anatomic Regions in Study Code Sequence, SQ.</summary>
    public static DicomTag AnatomicRegionsInStudyCodeSequence => new(0x0008, 0x0063);

    /// <summary>(0008,0064) Conversion Type, CS.</summary>
    public static DicomTag ConversionType => new(0x0008, 0x0064);

    /// <summary>(0008,0068) Presentation Intent Type, CS.</summary>
    public static DicomTag PresentationIntentType => new(0x0008, 0x0068);

    /// <summary>(0008,0070) Manufacturer, LO.</summary>
    public static DicomTag Manufacturer => new(0x0008, 0x0070);

    /// <summary>(0008,0080) Institution Name, LO.</summary>
    public static DicomTag InstitutionName => new(0x0008, 0x0080);

    /// <summary>(0008,0081) Institution Address, ST.</summary>
    public static DicomTag InstitutionAddress => new(0x0008, 0x0081);

    /// <summary>(0008,0082) Institution Code Sequence, SQ.</summary>
    public static DicomTag InstitutionCodeSequence => new(0x0008, 0x0082);

    /// <summary>(0008,0090) Referring Physician's Name, PN.</summary>
    public static DicomTag ReferringPhysicianName => new(0x0008, 0x0090);

    /// <summary>(0008,0092) Referring Physician's Address, ST.</summary>
    public static DicomTag ReferringPhysicianAddress => new(0x0008, 0x0092);

    /// <summary>(0008,009C) Consulting Physician's Name, PN.</summary>
    public static DicomTag ConsultingPhysicianName => new(0x0008, 0x009C);

    /// <summary>(0008,0100) Code Value, SH.</summary>
    public static DicomTag CodeValue => new(0x0008, 0x0100);

    /// <summary>(0008,0102) Coding Scheme Designator, SH.</summary>
    public static DicomTag CodingSchemeDesignator => new(0x0008, 0x0102);

    /// <summary>(0008,0103) Coding Scheme Version, SH.</summary>
    public static DicomTag CodingSchemeVersion => new(0x0008, 0x0103);

    /// <summary>(0008,0104) Code Meaning, LO.</summary>
    public static DicomTag CodeMeaning => new(0x0008, 0x0104);

    /// <summary>(0008,0105) Mapping Resource, CS.</summary>
    public static DicomTag MappingResource => new(0x0008, 0x0105);

    /// <summary>(0008,0106) Context Group Version, DT.</summary>
    public static DicomTag ContextGroupVersion => new(0x0008, 0x0106);

    /// <summary>(0008,010F) Context Identifier, CS.</summary>
    public static DicomTag ContextIdentifier => new(0x0008, 0x010F);

    /// <summary>(0008,0117) Context UID, UI.</summary>
    public static DicomTag ContextUid => new(0x0008, 0x0117);

    /// <summary>(0008,0119) Long Code Value, UC.</summary>
    public static DicomTag LongCodeValue => new(0x0008, 0x0119);

    /// <summary>(0008,0120) URN Code Value, UR.</summary>
    public static DicomTag UrnCodeValue => new(0x0008, 0x0120);

    /// <summary>(0008,0201) Timezone Offset From UTC, SH.</summary>
    public static DicomTag TimezoneOffsetFromUtc => new(0x0008, 0x0201);

    /// <summary>(0008,1010) Station Name, SH.</summary>
    public static DicomTag StationName => new(0x0008, 0x1010);

    /// <summary>(0008,1030) Study Description, LO.</summary>
    public static DicomTag StudyDescription => new(0x0008, 0x1030);

    /// <summary>(0008,1032) Procedure Code Sequence, SQ.</summary>
    public static DicomTag ProcedureCodeSequence => new(0x0008, 0x1032);

    /// <summary>(0008,103E) Series Description, LO.</summary>
    public static DicomTag SeriesDescription => new(0x0008, 0x103E);

    /// <summary>(0008,103F) Series Description Code Sequence, SQ.</summary>
    public static DicomTag SeriesDescriptionCodeSequence => new(0x0008, 0x103F);

    /// <summary>(0008,1040) Institutional Department Name, LO.</summary>
    public static DicomTag InstitutionalDepartmentName => new(0x0008, 0x1040);

    /// <summary>(0008,1048) Physician(s) of Record, PN.</summary>
    public static DicomTag PhysiciansOfRecord => new(0x0008, 0x1048);

    /// <summary>(0008,1050) Performing Physician's Name, PN.</summary>
    public static DicomTag PerformingPhysicianName => new(0x0008, 0x1050);

    /// <summary>(0008,1060) Name of Physician(s) Reading Study, PN.</summary>
    public static DicomTag NameOfPhysiciansReadingStudy => new(0x0008, 0x1060);

    /// <summary>(0008,1070) Operators' Name, PN.</summary>
    public static DicomTag OperatorsName => new(0x0008, 0x1070);

    /// <summary>(0008,1080) Admitting Diagnoses Description, LO.</summary>
    public static DicomTag AdmittingDiagnosesDescription => new(0x0008, 0x1080);

    /// <summary>(0008,1090) Manufacturer's Model Name, LO.</summary>
    public static DicomTag ManufacturerModelName => new(0x0008, 0x1090);

    /// <summary>(0008,1110) Referenced Study Sequence, SQ.</summary>
    public static DicomTag ReferencedStudySequence => new(0x0008, 0x1110);

    /// <summary>(0008,1111) Referenced Performed Procedure Step Sequence, SQ.</summary>
    public static DicomTag ReferencedPerformedProcedureStepSequence => new(0x0008, 0x1111);

    /// <summary>(0008,1115) Referenced Series Sequence, SQ.</summary>
    public static DicomTag ReferencedSeriesSequence => new(0x0008, 0x1115);

    /// <summary>(0008,1120) Referenced Patient Sequence, SQ.</summary>
    public static DicomTag ReferencedPatientSequence => new(0x0008, 0x1120);

    /// <summary>(0008,1140) Referenced Image Sequence, SQ.</summary>
    public static DicomTag ReferencedImageSequence => new(0x0008, 0x1140);

    /// <summary>(0008,114A) Referenced Instance Sequence, SQ.</summary>
    public static DicomTag ReferencedInstanceSequence => new(0x0008, 0x114A);

    /// <summary>(0008,1150) Referenced SOP Class UID, UI.</summary>
    public static DicomTag ReferencedSopClassUid => new(0x0008, 0x1150);

    /// <summary>(0008,1155) Referenced SOP Instance UID, UI.</summary>
    public static DicomTag ReferencedSopInstanceUid => new(0x0008, 0x1155);

    /// <summary>(0008,1160) Referenced Frame Number, IS.</summary>
    public static DicomTag ReferencedFrameNumber => new(0x0008, 0x1160);

    /// <summary>(0008,1190) Retrieve URL, UR.</summary>
    public static DicomTag RetrieveUrl => new(0x0008, 0x1190);

    /// <summary>(0008,1195) Transaction UID, UI.</summary>
    public static DicomTag TransactionUid => new(0x0008, 0x1195);

    /// <summary>(0008,1197) Failure Reason, US.</summary>
    public static DicomTag FailureReason => new(0x0008, 0x1197);

    /// <summary>(0008,1198) Failed SOP Sequence, SQ.</summary>
    public static DicomTag FailedSopSequence => new(0x0008, 0x1198);

    /// <summary>(0008,1199) Referenced SOP Sequence, SQ.</summary>
    public static DicomTag ReferencedSopSequence => new(0x0008, 0x1199);

    /// <summary>(0008,2111) Derivation Description, ST.</summary>
    public static DicomTag DerivationDescription => new(0x0008, 0x2111);

    /// <summary>(0008,2112) Source Image Sequence, SQ.</summary>
    public static DicomTag SourceImageSequence => new(0x0008, 0x2112);

    /// <summary>(0008,2218) Anatomic Region Sequence, SQ.</summary>
    public static DicomTag AnatomicRegionSequence => new(0x0008, 0x2218);

    /// <summary>(0008,3010) Irradiation Event UID, UI.</summary>
    public static DicomTag IrradiationEventUid => new(0x0008, 0x3010);

    /// <summary>(0008,4000) Identifying Comments, LT.</summary>
    public static DicomTag IdentifyingComments => new(0x0008, 0x4000);

    /// <summary>(0008,9123) Creator-Version UID, UI.</summary>
    public static DicomTag CreatorVersionUid => new(0x0008, 0x9123);

    /// <summary>(0008,9215) Derivation Code Sequence, SQ.</summary>
    public static DicomTag DerivationCodeSequence => new(0x0008, 0x9215);

    /// <summary>(0010,0010) Patient's Name, PN.</summary>
    public static DicomTag PatientName => new(0x0010, 0x0010);

    /// <summary>(0010,0020) Patient ID, LO.</summary>
    public static DicomTag PatientId => new(0x0010, 0x0020);

    /// <summary>(0010,0021) Issuer of Patient ID, LO.</summary>
    public static DicomTag IssuerOfPatientId => new(0x0010, 0x0021);

    /// <summary>(0010,0022) Type of Patient ID, CS.</summary>
    public static DicomTag TypeOfPatientId => new(0x0010, 0x0022);

    /// <summary>(0010,0024) Issuer of Patient ID Qualifiers Sequence, SQ.</summary>
    public static DicomTag IssuerOfPatientIdQualifiersSequence => new(0x0010, 0x0024);

    /// <summary>(0010,0030) Patient's Birth Date, DA.</summary>
    public static DicomTag PatientBirthDate => new(0x0010, 0x0030);

    /// <summary>(0010,0032) Patient's Birth Time, TM.</summary>
    public static DicomTag PatientBirthTime => new(0x0010, 0x0032);

    /// <summary>(0010,0040) Patient's Sex, CS.</summary>
    public static DicomTag PatientSex => new(0x0010, 0x0040);

    /// <summary>(0010,0050) Patient's Insurance Plan Code Sequence, SQ.</summary>
    public static DicomTag PatientInsurancePlanCodeSequence => new(0x0010, 0x0050);

    /// <summary>(0010,1000) Other Patient IDs, LO.</summary>
    public static DicomTag OtherPatientIds => new(0x0010, 0x1000);

    /// <summary>(0010,1001) Other Patient Names, PN.</summary>
    public static DicomTag OtherPatientNames => new(0x0010, 0x1001);

    /// <summary>(0010,1002) Other Patient IDs Sequence, SQ.</summary>
    public static DicomTag OtherPatientIdsSequence => new(0x0010, 0x1002);

    /// <summary>(0010,1005) Patient's Birth Name, PN.</summary>
    public static DicomTag PatientBirthName => new(0x0010, 0x1005);

    /// <summary>(0010,1010) Patient's Age, AS.</summary>
    public static DicomTag PatientAge => new(0x0010, 0x1010);

    /// <summary>(0010,1020) Patient's Size, DS.</summary>
    public static DicomTag PatientSize => new(0x0010, 0x1020);

    /// <summary>(0010,1030) Patient's Weight, DS.</summary>
    public static DicomTag PatientWeight => new(0x0010, 0x1030);

    /// <summary>(0010,1040) Patient's Address, LO.</summary>
    public static DicomTag PatientAddress => new(0x0010, 0x1040);

    /// <summary>(0010,1060) Patient's Mother's Birth Name, PN.</summary>
    public static DicomTag PatientMotherBirthName => new(0x0010, 0x1060);

    /// <summary>(0010,2000) Medical Alerts, LO.</summary>
    public static DicomTag MedicalAlerts => new(0x0010, 0x2000);

    /// <summary>(0010,2110) Allergies, LO.</summary>
    public static DicomTag Allergies => new(0x0010, 0x2110);

    /// <summary>(0010,2150) Country of Residence, LO.</summary>
    public static DicomTag CountryOfResidence => new(0x0010, 0x2150);

    /// <summary>(0010,2154) Patient's Telephone Numbers, SH.</summary>
    public static DicomTag PatientTelephoneNumbers => new(0x0010, 0x2154);

    /// <summary>(0010,2160) Ethnic Group, SH.</summary>
    public static DicomTag EthnicGroup => new(0x0010, 0x2160);

    /// <summary>(0010,2180) Occupation, SH.</summary>
    public static DicomTag Occupation => new(0x0010, 0x2180);

    /// <summary>(0010,21A0) Smoking Status, CS.</summary>
    public static DicomTag SmokingStatus => new(0x0010, 0x21A0);

    /// <summary>(0010,21B0) Additional Patient History, LT.</summary>
    public static DicomTag AdditionalPatientHistory => new(0x0010, 0x21B0);

    /// <summary>(0010,21C0) Pregnancy Status, US.</summary>
    public static DicomTag PregnancyStatus => new(0x0010, 0x21C0);

    /// <summary>(0010,21F0) Patient's Religious Preference, LO.</summary>
    public static DicomTag PatientReligiousPreference => new(0x0010, 0x21F0);

    /// <summary>(0010,2201) Patient Species Description, LO.</summary>
    public static DicomTag PatientSpeciesDescription => new(0x0010, 0x2201);

    /// <summary>(0010,2297) Responsible Person, PN.</summary>
    public static DicomTag ResponsiblePerson => new(0x0010, 0x2297);

    /// <summary>(0010,2299) Responsible Organization, LO.</summary>
    public static DicomTag ResponsibleOrganization => new(0x0010, 0x2299);

    /// <summary>(0010,4000) Patient Comments, LT.</summary>
    public static DicomTag PatientComments => new(0x0010, 0x4000);

    /// <summary>(0012,0010) Clinical Trial Sponsor Name, LO.</summary>
    public static DicomTag ClinicalTrialSponsorName => new(0x0012, 0x0010);

    /// <summary>(0012,0020) Clinical Trial Protocol ID, LO.</summary>
    public static DicomTag ClinicalTrialProtocolId => new(0x0012, 0x0020);

    /// <summary>(0012,0021) Clinical Trial Protocol Name, LO.</summary>
    public static DicomTag ClinicalTrialProtocolName => new(0x0012, 0x0021);

    /// <summary>(0012,0030) Clinical Trial Site ID, LO.</summary>
    public static DicomTag ClinicalTrialSiteId => new(0x0012, 0x0030);

    /// <summary>(0012,0031) Clinical Trial Site Name, LO.</summary>
    public static DicomTag ClinicalTrialSiteName => new(0x0012, 0x0031);

    /// <summary>(0012,0040) Clinical Trial Subject ID, LO.</summary>
    public static DicomTag ClinicalTrialSubjectId => new(0x0012, 0x0040);

    /// <summary>(0012,0042) Clinical Trial Subject Reading ID, LO.</summary>
    public static DicomTag ClinicalTrialSubjectReadingId => new(0x0012, 0x0042);

    /// <summary>(0012,0050) Clinical Trial Time Point ID, LO.</summary>
    public static DicomTag ClinicalTrialTimePointId => new(0x0012, 0x0050);

    /// <summary>(0012,0051) Clinical Trial Time Point Description, ST.</summary>
    public static DicomTag ClinicalTrialTimePointDescription => new(0x0012, 0x0051);

    /// <summary>(0012,0060) Clinical Trial Coordinating Center Name, LO.</summary>
    public static DicomTag ClinicalTrialCoordinatingCenterName => new(0x0012, 0x0060);

    /// <summary>(0012,0062) Patient Identity Removed, CS.</summary>
    public static DicomTag PatientIdentityRemoved => new(0x0012, 0x0062);

    /// <summary>(0012,0063) De-identification Method, LO.</summary>
    public static DicomTag DeidentificationMethod => new(0x0012, 0x0063);

    /// <summary>(0012,0064) De-identification Method Code Sequence, SQ.</summary>
    public static DicomTag DeidentificationMethodCodeSequence => new(0x0012, 0x0064);

    /// <summary>(0012,0071) Clinical Trial Series ID, LO.</summary>
    public static DicomTag ClinicalTrialSeriesId => new(0x0012, 0x0071);

    /// <summary>(0012,0072) Clinical Trial Series Description, LO.</summary>
    public static DicomTag ClinicalTrialSeriesDescription => new(0x0012, 0x0072);

    /// <summary>(0012,0081) Clinical Trial Protocol Ethics Committee Name, LO.</summary>
    public static DicomTag ClinicalTrialProtocolEthicsCommitteeName => new(0x0012, 0x0081);

    /// <summary>(0012,0082) Clinical Trial Protocol Ethics Committee Approval Number, LO.</summary>
    public static DicomTag ClinicalTrialProtocolEthicsCommitteeApprovalNumber =>
        new(0x0012, 0x0082);
}
