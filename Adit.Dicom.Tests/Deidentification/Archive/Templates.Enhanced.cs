namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <content>Multi-frame pictures and signals.</content>
public static partial class Templates
{
    public static ObjectText EnhancedMr(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.4.1",
            "MR",
            Enhanced(s, "MR")
                + """

                ImageType = ORIGINAL\PRIMARY\DIFFUSION\NONE
                MRAcquisitionType = 2D
                ResonantNucleus = 1H ## keep:1H
                MagneticFieldStrength = 3
                PixelPresentation = MONOCHROME ## keep:MONOCHROME
                VolumetricProperties = VOLUME
                VolumeBasedCalculationTechnique = NONE
                ComplexImageComponent = MAGNITUDE
                AcquisitionContrast = DIFFUSION
                """
                + Frames(s, "MR")
                + Pixels(16, 12, 0)
        );

    public static ObjectText EnhancedCt(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.2.1",
            "CT",
            Enhanced(s, "CT")
                + """

                ImageType = ORIGINAL\PRIMARY\VOLUME\NONE
                PixelPresentation = MONOCHROME
                VolumetricProperties = VOLUME
                VolumeBasedCalculationTechnique = NONE
                """
                + Frames(s, "CT")
                + Pixels(16, 12, 0)
        );

    public static ObjectText Ecg(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.9.1.1",
            "ECG",
            $"""
            ContentDate = {s.Date} ## date
            ContentTime = 181501 ## notnull
            AcquisitionDateTime = {s.Date}181455 ## date
            SeriesDate = {s.Date}
            AcquisitionContextSequence
              ValueType = TEXT
              ConceptNameCodeSequence
                CodeValue = 5.4.5-33-1
                CodingSchemeDesignator = SCPECG
                CodeMeaning = Electrode Placement
              TextValue = {s.Patient.Family} liegend
            WaveformSequence
              MultiplexGroupTimeOffset = 0
              WaveformOriginality = ORIGINAL ## keep:ORIGINAL
              NumberOfWaveformChannels = 1
              NumberOfWaveformSamples = 2
              SamplingFrequency = 500 ## keep:500
              MultiplexGroupLabel = RHYTHM ## keep:RHYTHM
              ChannelDefinitionSequence
                ChannelLabel = Lead I
                ChannelSensitivity = 1.25
                ChannelSensitivityUnitsSequence
                  CodeValue = uV
                  CodingSchemeDesignator = UCUM
                  CodeMeaning = microvolt
                ChannelSensitivityCorrectionFactor = 1
                ChannelBaseline = 0
                ChannelTimeSkew = 0
                WaveformBitsStored = 16
                ChannelSourceSequence
                  CodeValue = 5.6.3-9-1
                  CodingSchemeDesignator = SCPECG
                  CodeMeaning = Lead I ## keep:Lead I
              WaveformBitsAllocated = 16
              WaveformSampleInterpretation = SS
            WaveformAnnotationSequence
              UnformattedTextValue = Sinusrhythmus {s.Patient.Family} ## gone:{s.Patient.Family}
              ReferencedWaveformChannels = 1\1
              AnnotationGroupNumber = 0
            """
        );

    private static string Enhanced(SyntheticStudy s, string modality) =>
        $"""
            SeriesDate = {s.Date} ## date
            SeriesTime = 110000
            AcquisitionDateTime = {s.Date}110000.500000 ## date
            AcquisitionDuration = 12.5
            AcquisitionNumber = 1
            ContentDate = {s.Date} ## date
            ContentTime = 110101 ## notnull
            ContentQualification = PRODUCT ## keep:PRODUCT
            BodyPartExamined = KNEE
            ProtocolName = {modality}_enh {s.Patient.Given} ## keep:{modality}_enh;gone:{s.Patient.Given}
            FrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
            PositionReferenceIndicator =
            SynchronizationFrameOfReferenceUID = {s.StudyUid}.0.8 ## uid
            SynchronizationTrigger = NO TRIGGER
            AcquisitionTimeSynchronized = N
            NumberOfFrames = 2 ## keep:2
            BurnedInAnnotation = NO
            LossyImageCompression = 00
            PresentationLUTShape = IDENTITY
            AcquisitionContextSequence
            DimensionOrganizationSequence
              DimensionOrganizationUID = {s.StudyUid}.0.9 ## uid
            DimensionIndexSequence
              DimensionIndexPointer = 00209057
              FunctionalGroupPointer = 00209111
              DimensionOrganizationUID = {s.StudyUid}.0.9 ## uid
            ReferencedImageEvidenceSequence
              ReferencedSeriesSequence
                ReferencedSOPSequence
                  ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.4
                  ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
                SeriesInstanceUID = {s.SeriesUid(1)} ## uid
              StudyInstanceUID = {s.StudyUid} ## uid
            """;

    private static string Frames(SyntheticStudy s, string modality) =>
        $"""

            SharedFunctionalGroupsSequence
              FrameAnatomySequence
                AnatomicRegionSequence
                  CodeValue = T-D9200
                  CodingSchemeDesignator = SRT
                  CodeMeaning = Knee ## keep:Knee
                FrameLaterality = L ## keep:L
              PixelMeasuresSequence
                SliceThickness = 4
                PixelSpacing = 0.5\0.5 ## keep:0.5\0.5
              PlaneOrientationSequence
                ImageOrientationPatient = 1\0\0\0\1\0
              (0033,0010) LO = KLINIKUM RIS 1.0
              (0033,1001) LO = {s.Patient.Family} geteilt ## gone
            PerFrameFunctionalGroupsSequence
            {Frame(s, modality, 1)}
              -
            {Frame(s, modality, 2)}
            """;

    private static string Frame(SyntheticStudy s, string modality, int number) =>
        $"""
              FrameContentSequence
                FrameReferenceDateTime = {s.Date}110000.{number}00000 ## date
                FrameAcquisitionDateTime = {s.Date}110000.{number}00000 ## date
                FrameAcquisitionDuration = 100
                StackID = 1 ## keep:1
                InStackPositionNumber = {number}
                DimensionIndexValues = {number} ## keep:{number}
                FrameComments = Bild {number} von {s.Patient.Family} ## keep:Bild {number} von;gone:{s.Patient.Family}
                FrameLabel = Aufnahme {number}
              PlanePositionSequence
                ImagePositionPatient = 0\0\{number * 4} ## tag
              {modality}ImageFrameTypeSequence
                FrameType = ORIGINAL\PRIMARY\VOLUME\NONE
                PixelPresentation = MONOCHROME
                VolumetricProperties = VOLUME
                VolumeBasedCalculationTechnique = NONE
              DerivationImageSequence
                DerivationDescription = Filter {s.Patient.Id}
                SourceImageSequence
                  ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.4
                  ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
                  PurposeOfReferenceCodeSequence
                    CodeValue = 121322
                    CodingSchemeDesignator = DCM
                    CodeMeaning = Source image for image processing operation
                DerivationCodeSequence
                  CodeValue = 113072
                  CodingSchemeDesignator = DCM
                  CodeMeaning = Multiplanar reformatting
            """;
}
