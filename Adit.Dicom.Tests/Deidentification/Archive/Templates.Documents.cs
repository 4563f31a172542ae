namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <content>Objects that are no pictures themselves, and that refer to others.</content>
public static partial class Templates
{
    public static ObjectText Segmentation(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.66.4",
            "SEG",
            $"""
            ImageType = DERIVED\PRIMARY
            SeriesDate = {s.Date}
            ContentDate = {s.Date} ## date
            ContentTime = 111501
            ContentLabel = SEGMENT ## tag
            ContentDescription = Leber von {s.Patient.Family} ## gone:{s.Patient.Family}
            ContentCreatorName = Segmentierer^Hedwig{s.Patient.Number}
            InstanceNumber = 1
            FrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
            PositionReferenceIndicator =
            NumberOfFrames = 1
            LossyImageCompression = 00
            SegmentationType = BINARY ## keep:BINARY
            ReferencedSeriesSequence
              ReferencedInstanceSequence
                ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
              SeriesInstanceUID = {s.SeriesUid(1)} ## uid
            SegmentSequence
              SegmentNumber = 1 ## keep:1
              SegmentLabel = Liver ## keep:Liver
              SegmentDescription = Leber {s.Patient.Given} ## gone:{s.Patient.Given}
              SegmentAlgorithmType = MANUAL
              TrackingUID = {s.StudyUid}.0.11 ## uid
              SegmentedPropertyCategoryCodeSequence
                CodeValue = T-D0050
                CodingSchemeDesignator = SRT
                CodeMeaning = Tissue
              SegmentedPropertyTypeCodeSequence
                CodeValue = T-62000
                CodingSchemeDesignator = SRT
                CodeMeaning = Liver
            DimensionOrganizationSequence
              DimensionOrganizationUID = {s.StudyUid}.0.10 ## uid
            DimensionIndexSequence
              DimensionIndexPointer = 0062000B
              FunctionalGroupPointer = 0062000A
              DimensionOrganizationUID = {s.StudyUid}.0.10 ## uid
            SharedFunctionalGroupsSequence
              PixelMeasuresSequence
                SliceThickness = 5
                PixelSpacing = 0.7\0.7
              PlaneOrientationSequence
                ImageOrientationPatient = 1\0\0\0\1\0
            PerFrameFunctionalGroupsSequence
              DerivationImageSequence
                SourceImageSequence
                  ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                  ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
                  PurposeOfReferenceCodeSequence
                    CodeValue = 121322
                    CodingSchemeDesignator = DCM
                    CodeMeaning = Source image for image processing operation
                DerivationCodeSequence
                  CodeValue = 113076
                  CodingSchemeDesignator = DCM
                  CodeMeaning = Segmentation
              FrameContentSequence
                DimensionIndexValues = 1
              PlanePositionSequence
                ImagePositionPatient = 0\0\5
              SegmentIdentificationSequence
                ReferencedSegmentNumber = 1 ## keep:1
            """ + Pixels(1, 1, 0)
        );

    public static ObjectText StructureSet(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.481.3",
            "RTSTRUCT",
            $"""
            StructureSetLabel = Plan {s.Patient.Family} ## gone:{s.Patient.Family};notnull
            StructureSetName = Strukturen
            StructureSetDate = {s.Date} ## date
            StructureSetTime = 121501 ## notnull
            ReferencedFrameOfReferenceSequence
              FrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
              RTReferencedStudySequence
                ReferencedSOPClassUID = 1.2.840.10008.3.1.2.3.1
                ReferencedSOPInstanceUID = {s.StudyUid} ## uid
                RTReferencedSeriesSequence
                  SeriesInstanceUID = {s.SeriesUid(1)} ## uid
                  ContourImageSequence
                    ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                    ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
            StructureSetROISequence
              ROINumber = 1 ## keep:1
              ReferencedFrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
              ROIName = Herz {s.Patient.Family} ## keep:Herz;gone:{s.Patient.Family}
              ROIGenerationAlgorithm = MANUAL
              -
              ROINumber = 2
              ReferencedFrameOfReferenceUID = {s.FrameOfReferenceUid}
              ROIName = PTV 50 ## keep:PTV 50
              ROIGenerationAlgorithm = MANUAL
            ROIContourSequence
              ROIDisplayColor = 255\0\0
              ReferencedROINumber = 1 ## keep:1
              ContourSequence
                ContourImageSequence
                  ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                  ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
                ContourGeometricType = POINT
                NumberOfContourPoints = 1
                ContourData = 1.5\2.5\5 ## keep:1.5\2.5\5
            RTROIObservationsSequence
              ObservationNumber = 1
              ReferencedROINumber = 1
              RTROIInterpretedType = ORGAN ## keep:ORGAN
              ROIInterpreter = Zeichnerin^Roswitha{s.Patient.Number} ## gone
            ApprovalStatus = APPROVED
            ReviewDate = {s.Date} ## date
            ReviewTime = 122000
            ReviewerName = Freigeber^Lothar{s.Patient.Number} ## gone
            """
        );

    public static ObjectText Plan(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.481.5",
            "RTPLAN",
            $"""
            FrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
            PositionReferenceIndicator =
            RTPlanLabel = Bestrahlung ## notnull
            RTPlanName = Plan fuer {s.Patient.Given} ## gone:{s.Patient.Given}
            RTPlanDescription = 25x2 Gy {s.Patient.Family} ## gone:{s.Patient.Family}
            RTPlanDate = {s.Date} ## date
            RTPlanTime = 131501
            PlanIntent = CURATIVE ## keep:CURATIVE
            RTPlanGeometry = PATIENT ## keep:PATIENT
            FractionGroupSequence
              FractionGroupNumber = 1 ## keep:1
              NumberOfFractionsPlanned = 25 ## keep:25
              NumberOfBeams = 1
              NumberOfBrachyApplicationSetups = 0
              ReferencedBeamSequence
                BeamDose = 2
                BeamMeterset = 101.5
                ReferencedBeamNumber = 1
            BeamSequence
              Manufacturer = Example Linacs ## keep:Example Linacs
              TreatmentMachineName = LINAC{s.Patient.Number:D2}Q ## gone
              PrimaryDosimeterUnit = MU
              SourceAxisDistance = 1000
              BeamLimitingDeviceSequence
                RTBeamLimitingDeviceType = ASYMX
                NumberOfLeafJawPairs = 1
              BeamNumber = 1
              BeamName = Feld 1 ## keep:Feld 1
              BeamType = STATIC
              RadiationType = PHOTON ## keep:PHOTON
              TreatmentDeliveryType = TREATMENT
              NumberOfWedges = 0
              NumberOfCompensators = 0
              NumberOfBoli = 0
              NumberOfBlocks = 0
              FinalCumulativeMetersetWeight = 1
              NumberOfControlPoints = 2
              ControlPointSequence
                ControlPointIndex = 0
                NominalBeamEnergy = 6 ## keep:6
                BeamLimitingDevicePositionSequence
                  RTBeamLimitingDeviceType = ASYMX
                  LeafJawPositions = -50\50
                GantryAngle = 180 ## keep:180
                GantryRotationDirection = NONE
                BeamLimitingDeviceAngle = 0
                BeamLimitingDeviceRotationDirection = NONE
                PatientSupportAngle = 0
                PatientSupportRotationDirection = NONE
                TableTopEccentricAngle = 0
                TableTopEccentricRotationDirection = NONE
                TableTopVerticalPosition =
                TableTopLongitudinalPosition =
                TableTopLateralPosition =
                IsocenterPosition = 0\0\0
                CumulativeMetersetWeight = 0
                -
                ControlPointIndex = 1
                CumulativeMetersetWeight = 1
              ReferencedPatientSetupNumber = 1
            PatientSetupSequence
              PatientPosition = HFS
              PatientSetupNumber = 1
            ReferencedStructureSetSequence
              ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.481.3
              ReferencedSOPInstanceUID = {s.InstanceUid(3, 1)} ## uid
            ApprovalStatus = UNAPPROVED
            """
        );

    public static ObjectText Dose(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.481.2",
            "RTDOSE",
            $"""
            ContentDate = {s.Date} ## date
            ContentTime = 141501
            FrameOfReferenceUID = {s.FrameOfReferenceUid} ## uid
            PositionReferenceIndicator =
            DoseUnits = GY ## keep:GY
            DoseType = PHYSICAL ## keep:PHYSICAL
            DoseSummationType = PLAN
            DoseGridScaling = 0.0001 ## keep:0.0001
            NumberOfFrames = 1
            FrameIncrementPointer = 3004000C
            GridFrameOffsetVector = 0 ## keep:0
            DoseComment = Dosis {s.Patient.Family} ## gone:{s.Patient.Family}
            ReferencedRTPlanSequence
              ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.481.5
              ReferencedSOPInstanceUID = {s.InstanceUid(4, 1)} ## uid
            """
                + Plane(instance)
                + Pixels(16, 16, 0)
        );

    public static ObjectText Report(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.88.33",
            "SR",
            $"""
            ContentDate = {s.Date} ## date
            ContentTime = 151501 ## notnull
            ReferencedPerformedProcedureStepSequence
            PerformedProcedureCodeSequence
            CompletionFlag = COMPLETE ## keep:COMPLETE
            VerificationFlag = VERIFIED ## keep:VERIFIED
            VerifyingObserverSequence
              VerifyingOrganization = Klinikum Sonnenhang ## gone
              VerificationDateTime = {s.Date}152000 ## date
              VerifyingObserverName = Befunder^Theobald{s.Patient.Number} ## gone
              VerifyingObserverIdentificationCodeSequence
                CodeValue = BEF{s.Patient.Number:D3} ## gone
                CodingSchemeDesignator = 99KSH
                CodeMeaning = Befunder {s.Patient.Number} ## gone
            CurrentRequestedProcedureEvidenceSequence
              ReferencedSeriesSequence
                ReferencedSOPSequence
                  ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                  ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
                SeriesInstanceUID = {s.SeriesUid(1)} ## uid
              StudyInstanceUID = {s.StudyUid} ## uid
            ValueType = CONTAINER ## keep:CONTAINER
            ConceptNameCodeSequence
              CodeValue = 18748-4 ## keep:18748-4
              CodingSchemeDesignator = LN ## keep:LN
              CodeMeaning = Diagnostic Imaging Report ## keep:Diagnostic Imaging Report
            ContinuityOfContent = SEPARATE
            ContentSequence ## tag
              RelationshipType = CONTAINS ## *keep:CONTAINS
              ValueType = TEXT ## *keep:TEXT
              ConceptNameCodeSequence
                CodeValue = 121071 ## *keep:121071
                CodingSchemeDesignator = DCM
                CodeMeaning = Finding ## *keep:Finding
              TextValue = Kein Nachweis von Metastasen bei {s.Patient.Given} {s.Patient.Family}, geb. {s.BirthInWords}. Rueckruf {s.Patient.Phone}. ## *keep:Kein Nachweis von Metastasen bei;gone:{s.Patient.Family};gone:{s.BirthInWords};gone:{s.Patient.Phone};-gone:Metastasen
              -
              RelationshipType = HAS OBS CONTEXT
              ValueType = PNAME
              ConceptNameCodeSequence
                CodeValue = 121008
                CodingSchemeDesignator = DCM
                CodeMeaning = Person Observer Name
              PersonName = Befunder^Theobald{s.Patient.Number} ## gone
              -
              RelationshipType = CONTAINS
              ValueType = UIDREF
              ConceptNameCodeSequence
                CodeValue = 112040
                CodingSchemeDesignator = DCM
                CodeMeaning = Tracking Unique Identifier
              UID = {s.InstanceUid(1, 2)} ## uid
              -
              RelationshipType = CONTAINS
              ValueType = DATETIME
              ConceptNameCodeSequence
                CodeValue = 121125
                CodingSchemeDesignator = DCM
                CodeMeaning = DateTime of Recording of Log Entry
              DateTime = {s.Date}150000 ## date
              -
              RelationshipType = CONTAINS
              ValueType = IMAGE
              ReferencedSOPSequence
                ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
              -
              RelationshipType = CONTAINS
              ValueType = CONTAINER
              ConceptNameCodeSequence
                CodeValue = 121070
                CodingSchemeDesignator = DCM
                CodeMeaning = Findings
              ContinuityOfContent = SEPARATE
              ContentSequence
                RelationshipType = CONTAINS
                ValueType = NUM
                MeasuredValueSequence
                  MeasurementUnitsCodeSequence
                    CodeValue = mm
                    CodingSchemeDesignator = UCUM
                    CodeMeaning = millimeter
                  NumericValue = 17.5 ## *keep:17.5
                ConceptNameCodeSequence
                  CodeValue = M-02550
                  CodingSchemeDesignator = SRT
                  CodeMeaning = Diameter
            """
        );

    public static ObjectText PresentationState(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.11.1",
            "PR",
            $"""
            PresentationCreationDate = {s.Date} ## tag
            PresentationCreationTime = 161501
            ContentLabel = MARKIERUNG ## tag
            ContentDescription = Pfeile fuer {s.Patient.Family} ## gone:{s.Patient.Family}
            ContentCreatorName = Markierer^Irmgard{s.Patient.Number} ## gone
            ReferencedSeriesSequence
              ReferencedImageSequence
                ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                ReferencedSOPInstanceUID = {s.InstanceUid(1, 1)} ## uid
              SeriesInstanceUID = {s.SeriesUid(1)} ## uid
            DisplayedAreaSelectionSequence
              DisplayedAreaTopLeftHandCorner = 1\1
              DisplayedAreaBottomRightHandCorner = 16\16
              PresentationSizeMode = SCALE TO FIT
              PresentationPixelAspectRatio = 1\1
            GraphicLayerSequence
              GraphicLayer = LAGE ## tag
              GraphicLayerOrder = 1
            GraphicAnnotationSequence ## tag
              GraphicLayer = LAGE
              TextObjectSequence
                BoundingBoxAnnotationUnits = PIXEL
                UnformattedTextValue = Herd bei {s.Patient.Family} ## gone:{s.Patient.Family};*keep:Herd bei;-gone:Herd bei
                BoundingBoxTopLeftHandCorner = 1\1
                BoundingBoxBottomRightHandCorner = 8\8
                BoundingBoxTextHorizontalJustification = LEFT
            PresentationLUTShape = IDENTITY ## keep:IDENTITY
            """
        );

    public static ObjectText KeyObjects(SyntheticStudy s, int series, int instance) =>
        new(
            "1.2.840.10008.5.1.4.1.1.88.59",
            "KO",
            $"""
            ContentDate = {s.Date} ## date
            ContentTime = 171501
            ReferencedPerformedProcedureStepSequence
            CurrentRequestedProcedureEvidenceSequence
              ReferencedSeriesSequence
                ReferencedSOPSequence
                  ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                  ReferencedSOPInstanceUID = {s.InstanceUid(1, 2)} ## uid
                SeriesInstanceUID = {s.SeriesUid(1)} ## uid
              StudyInstanceUID = {s.StudyUid} ## uid
            ValueType = CONTAINER
            ConceptNameCodeSequence
              CodeValue = 113000
              CodingSchemeDesignator = DCM
              CodeMeaning = Of Interest
            ContinuityOfContent = SEPARATE
            ContentTemplateSequence
              MappingResource = DCMR
              TemplateIdentifier = 2010
            ContentSequence
              RelationshipType = CONTAINS
              ValueType = TEXT
              ConceptNameCodeSequence
                CodeValue = 113012
                CodingSchemeDesignator = DCM
                CodeMeaning = Key Object Description
              TextValue = Fuer {s.Patient.Physician} ## -gone:{s.Patient.Physician}
              -
              RelationshipType = CONTAINS
              ValueType = IMAGE
              ReferencedSOPSequence
                ReferencedSOPClassUID = 1.2.840.10008.5.1.4.1.1.2
                ReferencedSOPInstanceUID = {s.InstanceUid(1, 2)} ## uid
            """
        );
}
