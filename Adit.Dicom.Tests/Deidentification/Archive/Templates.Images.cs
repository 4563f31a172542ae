namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <content>Pictures.</content>
public static partial class Templates
{
    public static ObjectText Ct(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.2",
            "CT",
            $"""
            ImageType = ORIGINAL\PRIMARY\AXIAL ## keep:ORIGINAL\PRIMARY\AXIAL
            SeriesDate = {s.Date} ## date
            AcquisitionDate = {s.Date} ## date
            ContentDate = {s.Date} ## date
            SeriesTime = 093112
            AcquisitionTime = 093115.25 ## notnull
            ContentTime = 093116 ## notnull
            AcquisitionDateTime = {s.Date}093115.250000
            IrradiationEventUID = {s.StudyUid}.55.1 ## uid
            BodyPartExamined = CHEST ## keep:CHEST
            ScanOptions = HELICAL MODE
            ContrastBolusAgent = Imeron 350 ## keep:Imeron 350
            KVP = 120 ## keep:120
            DataCollectionDiameter = 500
            ProtocolName = Thorax Routine {s.Patient.Id} ## keep:Thorax Routine;gone:{s.Patient.Id}
            GantryDetectorTilt = 0
            TableHeight = 140
            ConvolutionKernel = B70f ## keep:B70f
            PatientPosition = HFS ## keep:HFS
            AcquisitionNumber = 1
            FrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
            PositionReferenceIndicator =
            TemporalPositionIdentifier = 1
            ImageComments = Befund an {s.Patient.Phone} ## gone:{s.Patient.Phone};keep:Befund an
            DerivationDescription = 3 mm MPR ## keep:3 mm MPR
            SourceImageSequence
              ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
              ReferencedSOPInstanceUID = {s.InstanceUid(series, 1)} ## gone
            RescaleIntercept = -1024 ## keep:-1024
            RescaleSlope = 1 ## keep:1
            RescaleType = HU ## keep:HU
            WindowCenter = 40\-600 ## keep:40\-600
            WindowWidth = 400\1500
            WindowCenterWidthExplanation = WEICHTEIL\LUNGE
            (0019,0010) LO = GEMS_ACQU_01 ## tag
            (0019,1023) DS = 39.37 ## keep:39.37
            (0019,1077) LO = Notiz {s.Patient.Family} ## gone
            """
                + Plane(instance)
                + Pixels(16, 12, 1)
        );

    public static ObjectText Mr(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.4",
            "MR",
            $"""
            ImageType = ORIGINAL\PRIMARY\M\NORM ## tag
            SeriesDate = {s.Date} ## date
            ContentDate = {s.Date} ## date
            ContentTime = 110102 ## notnull
            AcquisitionDate = {s.Date} ## date
            AcquisitionTime = 110059
            BodyPartExamined = KNEE
            ScanningSequence = SE ## keep:SE
            SequenceVariant = SK ## keep:SK
            ScanOptions = FS
            MRAcquisitionType = 2D ## keep:2D
            SequenceName = tse2d1_15
            EchoTime = 11 ## keep:11
            RepetitionTime = 2100 ## keep:2100
            EchoTrainLength = 15
            MagneticFieldStrength = 3 ## keep:3
            SpacingBetweenSlices = 5.5
            FlipAngle = 150
            ProtocolName = pd_tse_sag {s.Patient.Family} ## keep:pd_tse_sag;gone:{s.Patient.Family}
            PatientPosition = FFS
            AcquisitionNumber = 1
            FrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
            PositionReferenceIndicator =
            Laterality = L ## keep:L
            PerformedStationAETitle = MRAET{s.Patient.Number:D2} ## gone
            ReferencedImageSequence
              ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.4
              ReferencedSOPInstanceUID = {s.InstanceUid(series, 2)} ## gone
            WindowCenter = 400
            WindowWidth = 900
            (0019,0010) LO = SIEMENS MR HEADER ## tag
            (0019,100C) IS = 1000 ## keep:1000
            (0019,100D) CS = DIRECTIONAL ## keep:DIRECTIONAL
            (0029,0010) LO = SIEMENS CSA HEADER ## gone
            (0029,1010) OB = SV10 tPatientName {s.Patient.Family} {s.Patient.Id}
            """
                + Plane(instance)
                + Pixels(16, 12, 0)
        );

    public static ObjectText Cr(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.1",
            "CR",
            $"""
            ImageType = DERIVED\PRIMARY
            SeriesDate = {s.Date} ## date
            ContentDate = {s.Date} ## date
            ContentTime = 120000
            BodyPartExamined = CHEST ## keep:CHEST
            ViewPosition = PA ## keep:PA
            KVP = 125
            PlateID = PLATTE{s.Patient.Number:D3} ## gone
            CassetteID = KASS{s.Patient.Number:D3}
            DateOfLastCalibration = {s.Date}
            AcquisitionDeviceProcessingDescription = MUSICA Thorax {s.Patient.Given} ## keep:MUSICA Thorax;gone:{s.Patient.Given}
            PatientOrientation = L\F ## keep:L\F
            Laterality =
            WindowCenter = 2048
            WindowWidth = 4096
            """ + Pixels(16, 12, 0)
        );

    public static ObjectText Dx(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.1.1",
            "DX",
            $$"""
            ImageType = ORIGINAL\PRIMARY\
            SeriesDate = {{s.Date}}
            AcquisitionDate = {{s.Date}} ## date
            AcquisitionTime = 121500
            ContentDate = {{s.Date}} ## date
            ContentTime = 121501
            PresentationIntentType = FOR PRESENTATION ## keep:FOR PRESENTATION
            BodyPartExamined = CHEST
            DetectorType = SCINTILLATOR ## keep:SCINTILLATOR
            DetectorID = DET{{s.Patient.Number:D3}}-77 ## gone
            DateOfLastDetectorCalibration = {{s.Date}} ## date
            TimeOfLastDetectorCalibration = 040000
            ImagerPixelSpacing = 0.15\0.15
            PatientOrientation = P\F
            ImageLaterality = U
            BurnedInAnnotation = NO ## keep:NO
            PixelIntensityRelationship = LOG
            PixelIntensityRelationshipSign = -1
            LossyImageCompression = 00
            RescaleIntercept = 0
            RescaleSlope = 1
            RescaleType = US
            PresentationLUTShape = IDENTITY
            WindowCenter = 2048
            WindowWidth = 4096
            AcquisitionContextSequence
            AnatomicRegionSequence
              CodeValue = T-D3000 ## keep:T-D3000
              CodingSchemeDesignator = SRT ## keep:SRT
              CodeMeaning = Chest ## keep:Chest
            """ + Pixels(16, 12, 0)
        );

    public static ObjectText Mammography(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.1.2",
            "MG",
            $"""
            ImageType = ORIGINAL\PRIMARY\
            ContentDate = {s.Date} ## date
            ContentTime = 131501
            AcquisitionDate = {s.Date} ## date
            PresentationIntentType = FOR PRESENTATION
            BodyPartExamined = BREAST ## keep:BREAST
            DetectorType = DIRECT
            PositionerType = MAMMOGRAPHIC
            OrganExposed = BREAST
            ImagerPixelSpacing = 0.07\0.07
            PatientOrientation = P\L
            ImageLaterality = L ## keep:L
            BreastImplantPresent = NO
            BurnedInAnnotation = NO
            PixelIntensityRelationship = LOG
            PixelIntensityRelationshipSign = -1
            LossyImageCompression = 00
            RescaleIntercept = 0
            RescaleSlope = 1
            RescaleType = US
            PresentationLUTShape = IDENTITY
            AcquisitionContextSequence
            AnatomicRegionSequence
              CodeValue = T-04000
              CodingSchemeDesignator = SRT
              CodeMeaning = Breast
            ViewCodeSequence
              CodeValue = R-10226 ## keep:R-10226
              CodingSchemeDesignator = SRT
              CodeMeaning = medio-lateral oblique
              ViewModifierCodeSequence
            """ + Pixels(16, 12, 0)
        );

    public static ObjectText Ultrasound(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.6.1",
            "US",
            $"""
            ImageType = ORIGINAL\PRIMARY\ABDOMINAL\0001
            SeriesDate = {s.Date} ## date
            ContentDate = {s.Date} ## date
            ContentTime = 141501
            BurnedInAnnotation = YES ## tag
            TransducerData = C5-2 ## tag
            PatientOrientation =
            LossyImageCompression = 00
            SequenceOfUltrasoundRegions
              RegionSpatialFormat = 1 ## keep:1
              RegionDataType = 1
              RegionFlags = 1
              RegionLocationMinX0 = 0
              RegionLocationMinY0 = 6 ## keep:6
              RegionLocationMaxX1 = 15
              RegionLocationMaxY1 = 15
              PhysicalUnitsXDirection = 3
              PhysicalUnitsYDirection = 3
              PhysicalDeltaX = 0.05
              PhysicalDeltaY = 0.05
            """ + Pixels(8, 8, 0)
        );

    public static ObjectText Pet(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.128",
            "PT",
            $"""
            ImageType = ORIGINAL\PRIMARY
            SeriesDate = {s.Date} ## date
            AcquisitionDate = {s.Date} ## date
            ContentDate = {s.Date} ## date
            SeriesTime = 150000 ## notnull
            AcquisitionTime = 150102 ## notnull
            ContentTime = 151501
            CollimatorType = NONE
            CorrectedImage = ATTN\DECY
            SeriesType = WHOLE BODY\IMAGE ## keep:WHOLE BODY\IMAGE
            Units = BQML ## keep:BQML
            CountsSource = EMISSION
            ReprojectionMethod =
            NumberOfSlices = 1
            DecayCorrection = ADMIN
            FrameReferenceTime = 500 ## keep:500
            ActualFrameDuration = 120000
            ImageIndex = 1
            FrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
            PositionReferenceIndicator =
            RescaleIntercept = 0
            RescaleSlope = 2.5 ## keep:2.5
            RadiopharmaceuticalInformationSequence
              RadionuclideTotalDose = 350000000 ## keep:350000000
              RadiopharmaceuticalStartDateTime = {s.Date}140000
              Radiopharmaceutical = FDG ## keep:FDG
              RadionuclideCodeSequence
                CodeValue = C-111A1
                CodingSchemeDesignator = SRT
                CodeMeaning = 18 Fluorine ## keep:18 Fluorine
            PatientOrientationCodeSequence
            PatientGantryRelationshipCodeSequence
            EnergyWindowRangeSequence
            (7053,0010) LO = Philips PET Private Group ## tag
            (7053,1000) DS = 0.000512 ## keep:0.000512
            """
                + Plane(instance)
                + Pixels(16, 16, 1)
        );

    public static ObjectText NuclearMedicine(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.20",
            "NM",
            $"""
            ImageType = ORIGINAL\PRIMARY\STATIC\EMISSION
            SeriesDate = {s.Date}
            AcquisitionDate = {s.Date} ## date
            ContentDate = {s.Date} ## date
            ContentTime = 161501
            CountsAccumulated = 312345
            AcquisitionTerminationCondition =
            NumberOfFrames = 1 ## keep:1
            FrameIncrementPointer = 00540010\00540020
            EnergyWindowVector = 1
            NumberOfEnergyWindows = 1
            DetectorVector = 1
            NumberOfDetectors = 1
            EnergyWindowInformationSequence
              EnergyWindowName = Tc99m
              EnergyWindowRangeSequence
                EnergyWindowLowerLimit = 126 ## keep:126
                EnergyWindowUpperLimit = 154
            RadiopharmaceuticalInformationSequence
              RadionuclideCodeSequence
            DetectorInformationSequence
              CollimatorType = PARA
              FocalDistance = 0
              StartAngle = 0
              ViewCodeSequence
            PatientOrientationCodeSequence
            PatientGantryRelationshipCodeSequence
            PixelSpacing = 2.4\2.4
            """ + Pixels(16, 16, 0)
        );

    public static ObjectText SecondaryCapture(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.7",
            "OT",
            $"""
            ImageType = DERIVED\SECONDARY
            ConversionType = WSD ## keep:WSD
            DateOfSecondaryCapture = {s.Date} ## date
            SecondaryCaptureDeviceID = SCDEV{s.Patient.Number:D2}
            ContentDate = {s.Date} ## date
            ContentTime = 171501
            PatientOrientation =
            Laterality =
            ImageComments = {s.Patient.Family} auf Station ## gone:{s.Patient.Family};keep:auf Station
            PlanarConfiguration = 0
            """ + Pixels(8, 8, 0, "RGB", 3)
        );
}
