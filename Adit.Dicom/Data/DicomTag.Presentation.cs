namespace Adit.Dicom.Data;

/// <content>Tags that code names directly, by keyword in Pascal case: image presentation, procedures, reports, pixel data and delimiters.</content>
public readonly partial record struct DicomTag
{
    /// <summary>(0028,0002) Samples per Pixel, US.</summary>
    public static DicomTag SamplesPerPixel => new(0x0028, 0x0002);

    /// <summary>(0028,0004) Photometric Interpretation, CS.</summary>
    public static DicomTag PhotometricInterpretation => new(0x0028, 0x0004);

    /// <summary>(0028,0006) Planar Configuration, US.</summary>
    public static DicomTag PlanarConfiguration => new(0x0028, 0x0006);

    /// <summary>(0028,0008) Number of Frames, IS.</summary>
    public static DicomTag NumberOfFrames => new(0x0028, 0x0008);

    /// <summary>(0028,0009) Frame Increment Pointer, AT.</summary>
    public static DicomTag FrameIncrementPointer => new(0x0028, 0x0009);

    /// <summary>(0028,0010) Rows, US.</summary>
    public static DicomTag Rows => new(0x0028, 0x0010);

    /// <summary>(0028,0011) Columns, US.</summary>
    public static DicomTag Columns => new(0x0028, 0x0011);

    /// <summary>(0028,0030) Pixel Spacing, DS.</summary>
    public static DicomTag PixelSpacing => new(0x0028, 0x0030);

    /// <summary>(0028,0034) Pixel Aspect Ratio, IS.</summary>
    public static DicomTag PixelAspectRatio => new(0x0028, 0x0034);

    /// <summary>(0028,0100) Bits Allocated, US.</summary>
    public static DicomTag BitsAllocated => new(0x0028, 0x0100);

    /// <summary>(0028,0101) Bits Stored, US.</summary>
    public static DicomTag BitsStored => new(0x0028, 0x0101);

    /// <summary>(0028,0102) High Bit, US.</summary>
    public static DicomTag HighBit => new(0x0028, 0x0102);

    /// <summary>(0028,0103) Pixel Representation, US.</summary>
    public static DicomTag PixelRepresentation => new(0x0028, 0x0103);

    /// <summary>(0028,0106) Smallest Image Pixel Value, US or SS.</summary>
    public static DicomTag SmallestImagePixelValue => new(0x0028, 0x0106);

    /// <summary>(0028,0107) Largest Image Pixel Value, US or SS.</summary>
    public static DicomTag LargestImagePixelValue => new(0x0028, 0x0107);

    /// <summary>(0028,0120) Pixel Padding Value, US or SS.</summary>
    public static DicomTag PixelPaddingValue => new(0x0028, 0x0120);

    /// <summary>(0028,0121) Pixel Padding Range Limit, US or SS.</summary>
    public static DicomTag PixelPaddingRangeLimit => new(0x0028, 0x0121);

    /// <summary>(0028,0300) Quality Control Image, CS.</summary>
    public static DicomTag QualityControlImage => new(0x0028, 0x0300);

    /// <summary>(0028,0301) Burned In Annotation, CS.</summary>
    public static DicomTag BurnedInAnnotation => new(0x0028, 0x0301);

    /// <summary>(0028,0302) Recognizable Visual Features, CS.</summary>
    public static DicomTag RecognizableVisualFeatures => new(0x0028, 0x0302);

    /// <summary>(0028,0303) Longitudinal Temporal Information Modified, CS.</summary>
    public static DicomTag LongitudinalTemporalInformationModified => new(0x0028, 0x0303);

    /// <summary>(0028,0A02) Pixel Spacing Calibration Type, CS.</summary>
    public static DicomTag PixelSpacingCalibrationType => new(0x0028, 0x0A02);

    /// <summary>(0028,1050) Window Center, DS.</summary>
    public static DicomTag WindowCenter => new(0x0028, 0x1050);

    /// <summary>(0028,1051) Window Width, DS.</summary>
    public static DicomTag WindowWidth => new(0x0028, 0x1051);

    /// <summary>(0028,1052) Rescale Intercept, DS.</summary>
    public static DicomTag RescaleIntercept => new(0x0028, 0x1052);

    /// <summary>(0028,1053) Rescale Slope, DS.</summary>
    public static DicomTag RescaleSlope => new(0x0028, 0x1053);

    /// <summary>(0028,1054) Rescale Type, LO.</summary>
    public static DicomTag RescaleType => new(0x0028, 0x1054);

    /// <summary>(0028,1055) Window Center &amp; Width Explanation, LO.</summary>
    public static DicomTag WindowCenterWidthExplanation => new(0x0028, 0x1055);

    /// <summary>(0028,1056) VOI LUT Function, CS.</summary>
    public static DicomTag VoiLutFunction => new(0x0028, 0x1056);

    /// <summary>(0028,1101) Red Palette Color Lookup Table Descriptor, US or SS.</summary>
    public static DicomTag RedPaletteColorLookupTableDescriptor => new(0x0028, 0x1101);

    /// <summary>(0028,1102) Green Palette Color Lookup Table Descriptor, US or SS.</summary>
    public static DicomTag GreenPaletteColorLookupTableDescriptor => new(0x0028, 0x1102);

    /// <summary>(0028,1103) Blue Palette Color Lookup Table Descriptor, US or SS.</summary>
    public static DicomTag BluePaletteColorLookupTableDescriptor => new(0x0028, 0x1103);

    /// <summary>(0028,1201) Red Palette Color Lookup Table Data, OW.</summary>
    public static DicomTag RedPaletteColorLookupTableData => new(0x0028, 0x1201);

    /// <summary>(0028,1202) Green Palette Color Lookup Table Data, OW.</summary>
    public static DicomTag GreenPaletteColorLookupTableData => new(0x0028, 0x1202);

    /// <summary>(0028,1203) Blue Palette Color Lookup Table Data, OW.</summary>
    public static DicomTag BluePaletteColorLookupTableData => new(0x0028, 0x1203);

    /// <summary>(0028,2110) Lossy Image Compression, CS.</summary>
    public static DicomTag LossyImageCompression => new(0x0028, 0x2110);

    /// <summary>(0028,2112) Lossy Image Compression Ratio, DS.</summary>
    public static DicomTag LossyImageCompressionRatio => new(0x0028, 0x2112);

    /// <summary>(0028,2114) Lossy Image Compression Method, CS.</summary>
    public static DicomTag LossyImageCompressionMethod => new(0x0028, 0x2114);

    /// <summary>(0028,3000) Modality LUT Sequence, SQ.</summary>
    public static DicomTag ModalityLutSequence => new(0x0028, 0x3000);

    /// <summary>(0028,3002) LUT Descriptor, US or SS.</summary>
    public static DicomTag LutDescriptor => new(0x0028, 0x3002);

    /// <summary>(0028,3006) LUT Data, US or OW.</summary>
    public static DicomTag LutData => new(0x0028, 0x3006);

    /// <summary>(0028,3010) VOI LUT Sequence, SQ.</summary>
    public static DicomTag VoiLutSequence => new(0x0028, 0x3010);

    /// <summary>(0028,7FE0) Pixel Data Provider URL, UR.</summary>
    public static DicomTag PixelDataProviderUrl => new(0x0028, 0x7FE0);

    /// <summary>(0028,9001) Data Point Rows, UL.</summary>
    public static DicomTag DataPointRows => new(0x0028, 0x9001);

    /// <summary>(0028,9110) Pixel Measures Sequence, SQ.</summary>
    public static DicomTag PixelMeasuresSequence => new(0x0028, 0x9110);

    /// <summary>(0032,000A) Study Status ID, CS.</summary>
    public static DicomTag StudyStatusId => new(0x0032, 0x000A);

    /// <summary>(0032,000C) Study Priority ID, CS.</summary>
    public static DicomTag StudyPriorityId => new(0x0032, 0x000C);

    /// <summary>(0032,1030) Reason for Study, LO.</summary>
    public static DicomTag ReasonForStudy => new(0x0032, 0x1030);

    /// <summary>(0032,1032) Requesting Physician, PN.</summary>
    public static DicomTag RequestingPhysician => new(0x0032, 0x1032);

    /// <summary>(0032,1033) Requesting Service, LO.</summary>
    public static DicomTag RequestingService => new(0x0032, 0x1033);

    /// <summary>(0032,1060) Requested Procedure Description, LO.</summary>
    public static DicomTag RequestedProcedureDescription => new(0x0032, 0x1060);

    /// <summary>(0032,1064) Requested Procedure Code Sequence, SQ.</summary>
    public static DicomTag RequestedProcedureCodeSequence => new(0x0032, 0x1064);

    /// <summary>(0032,1070) Requested Contrast Agent, LO.</summary>
    public static DicomTag RequestedContrastAgent => new(0x0032, 0x1070);

    /// <summary>(0032,4000) Study Comments, LT.</summary>
    public static DicomTag StudyComments => new(0x0032, 0x4000);

    /// <summary>(0038,0010) Admission ID, LO.</summary>
    public static DicomTag AdmissionId => new(0x0038, 0x0010);

    /// <summary>(0038,0020) Admitting Date, DA.</summary>
    public static DicomTag AdmittingDate => new(0x0038, 0x0020);

    /// <summary>(0038,0050) Special Needs, LO.</summary>
    public static DicomTag SpecialNeeds => new(0x0038, 0x0050);

    /// <summary>(0038,0060) Service Episode ID, LO.</summary>
    public static DicomTag ServiceEpisodeId => new(0x0038, 0x0060);

    /// <summary>(0038,0300) Current Patient Location, LO.</summary>
    public static DicomTag CurrentPatientLocation => new(0x0038, 0x0300);

    /// <summary>(0038,0500) Patient State, LO.</summary>
    public static DicomTag PatientState => new(0x0038, 0x0500);

    /// <summary>(003A,0005) Number of Waveform Channels, US.</summary>
    public static DicomTag NumberOfWaveformChannels => new(0x003A, 0x0005);

    /// <summary>(003A,0010) Number of Waveform Samples, UL.</summary>
    public static DicomTag NumberOfWaveformSamples => new(0x003A, 0x0010);

    /// <summary>(003A,001A) Sampling Frequency, DS.</summary>
    public static DicomTag SamplingFrequency => new(0x003A, 0x001A);

    /// <summary>(0040,0001) Scheduled Station AE Title, AE.</summary>
    public static DicomTag ScheduledStationAeTitle => new(0x0040, 0x0001);

    /// <summary>(0040,0002) Scheduled Procedure Step Start Date, DA.</summary>
    public static DicomTag ScheduledProcedureStepStartDate => new(0x0040, 0x0002);

    /// <summary>(0040,0003) Scheduled Procedure Step Start Time, TM.</summary>
    public static DicomTag ScheduledProcedureStepStartTime => new(0x0040, 0x0003);

    /// <summary>(0040,0006) Scheduled Performing Physician's Name, PN.</summary>
    public static DicomTag ScheduledPerformingPhysicianName => new(0x0040, 0x0006);

    /// <summary>(0040,0007) Scheduled Procedure Step Description, LO.</summary>
    public static DicomTag ScheduledProcedureStepDescription => new(0x0040, 0x0007);

    /// <summary>(0040,0009) Scheduled Procedure Step ID, SH.</summary>
    public static DicomTag ScheduledProcedureStepId => new(0x0040, 0x0009);

    /// <summary>(0040,0100) Scheduled Procedure Step Sequence, SQ.</summary>
    public static DicomTag ScheduledProcedureStepSequence => new(0x0040, 0x0100);

    /// <summary>(0040,0241) Performed Station AE Title, AE.</summary>
    public static DicomTag PerformedStationAeTitle => new(0x0040, 0x0241);

    /// <summary>(0040,0244) Performed Procedure Step Start Date, DA.</summary>
    public static DicomTag PerformedProcedureStepStartDate => new(0x0040, 0x0244);

    /// <summary>(0040,0245) Performed Procedure Step Start Time, TM.</summary>
    public static DicomTag PerformedProcedureStepStartTime => new(0x0040, 0x0245);

    /// <summary>(0040,0250) Performed Procedure Step End Date, DA.</summary>
    public static DicomTag PerformedProcedureStepEndDate => new(0x0040, 0x0250);

    /// <summary>(0040,0251) Performed Procedure Step End Time, TM.</summary>
    public static DicomTag PerformedProcedureStepEndTime => new(0x0040, 0x0251);

    /// <summary>(0040,0252) Performed Procedure Step Status, CS.</summary>
    public static DicomTag PerformedProcedureStepStatus => new(0x0040, 0x0252);

    /// <summary>(0040,0253) Performed Procedure Step ID, SH.</summary>
    public static DicomTag PerformedProcedureStepId => new(0x0040, 0x0253);

    /// <summary>(0040,0254) Performed Procedure Step Description, LO.</summary>
    public static DicomTag PerformedProcedureStepDescription => new(0x0040, 0x0254);

    /// <summary>(0040,0275) Request Attributes Sequence, SQ.</summary>
    public static DicomTag RequestAttributesSequence => new(0x0040, 0x0275);

    /// <summary>(0040,0280) Comments on the Performed Procedure Step, ST.</summary>
    public static DicomTag CommentsOnThePerformedProcedureStep => new(0x0040, 0x0280);

    /// <summary>(0040,0555) Acquisition Context Sequence, SQ.</summary>
    public static DicomTag AcquisitionContextSequence => new(0x0040, 0x0555);

    /// <summary>(0040,08EA) Measurement Units Code Sequence, SQ.</summary>
    public static DicomTag MeasurementUnitsCodeSequence => new(0x0040, 0x08EA);

    /// <summary>(0040,1001) Requested Procedure ID, SH.</summary>
    public static DicomTag RequestedProcedureId => new(0x0040, 0x1001);

    /// <summary>(0040,1002) Reason for the Requested Procedure, LO.</summary>
    public static DicomTag ReasonForTheRequestedProcedure => new(0x0040, 0x1002);

    /// <summary>(0040,1003) Requested Procedure Priority, SH.</summary>
    public static DicomTag RequestedProcedurePriority => new(0x0040, 0x1003);

    /// <summary>(0040,2016) Placer Order Number / Imaging Service Request, LO.</summary>
    public static DicomTag PlacerOrderNumberImagingServiceRequest => new(0x0040, 0x2016);

    /// <summary>(0040,2017) Filler Order Number / Imaging Service Request, LO.</summary>
    public static DicomTag FillerOrderNumberImagingServiceRequest => new(0x0040, 0x2017);

    /// <summary>(0040,3001) Confidentiality Constraint on Patient Data Description, LO.</summary>
    public static DicomTag ConfidentialityConstraintOnPatientDataDescription => new(0x0040, 0x3001);

    /// <summary>(0040,8302) Entrance Dose in mGy, DS.</summary>
    public static DicomTag EntranceDoseInmGy => new(0x0040, 0x8302);

    /// <summary>(0040,A010) Relationship Type, CS.</summary>
    public static DicomTag RelationshipType => new(0x0040, 0xA010);

    /// <summary>(0040,A027) Verifying Organization, LO.</summary>
    public static DicomTag VerifyingOrganization => new(0x0040, 0xA027);

    /// <summary>(0040,A030) Verification DateTime, DT.</summary>
    public static DicomTag VerificationDateTime => new(0x0040, 0xA030);

    /// <summary>(0040,A032) Observation DateTime, DT.</summary>
    public static DicomTag ObservationDateTime => new(0x0040, 0xA032);

    /// <summary>(0040,A040) Value Type, CS.</summary>
    public static DicomTag ValueType => new(0x0040, 0xA040);

    /// <summary>(0040,A043) Concept Name Code Sequence, SQ.</summary>
    public static DicomTag ConceptNameCodeSequence => new(0x0040, 0xA043);

    /// <summary>(0040,A050) Continuity Of Content, CS.</summary>
    public static DicomTag ContinuityOfContent => new(0x0040, 0xA050);

    /// <summary>(0040,A073) Verifying Observer Sequence, SQ.</summary>
    public static DicomTag VerifyingObserverSequence => new(0x0040, 0xA073);

    /// <summary>(0040,A075) Verifying Observer Name, PN.</summary>
    public static DicomTag VerifyingObserverName => new(0x0040, 0xA075);

    /// <summary>(0040,A120) DateTime, DT.</summary>
    public static DicomTag DateTime => new(0x0040, 0xA120);

    /// <summary>(0040,A121) Date, DA.</summary>
    public static DicomTag Date => new(0x0040, 0xA121);

    /// <summary>(0040,A122) Time, TM.</summary>
    public static DicomTag Time => new(0x0040, 0xA122);

    /// <summary>(0040,A123) Person Name, PN.</summary>
    public static DicomTag PersonName => new(0x0040, 0xA123);

    /// <summary>(0040,A124) UID, UI.</summary>
    public static DicomTag Uid => new(0x0040, 0xA124);

    /// <summary>(0040,A160) Text Value, UT.</summary>
    public static DicomTag TextValue => new(0x0040, 0xA160);

    /// <summary>(0040,A168) Concept Code Sequence, SQ.</summary>
    public static DicomTag ConceptCodeSequence => new(0x0040, 0xA168);

    /// <summary>(0040,A300) Measured Value Sequence, SQ.</summary>
    public static DicomTag MeasuredValueSequence => new(0x0040, 0xA300);

    /// <summary>(0040,A30A) Numeric Value, DS.</summary>
    public static DicomTag NumericValue => new(0x0040, 0xA30A);

    /// <summary>(0040,A370) Referenced Request Sequence, SQ.</summary>
    public static DicomTag ReferencedRequestSequence => new(0x0040, 0xA370);

    /// <summary>(0040,A375) Current Requested Procedure Evidence Sequence, SQ.</summary>
    public static DicomTag CurrentRequestedProcedureEvidenceSequence => new(0x0040, 0xA375);

    /// <summary>(0040,A385) Pertinent Other Evidence Sequence, SQ.</summary>
    public static DicomTag PertinentOtherEvidenceSequence => new(0x0040, 0xA385);

    /// <summary>(0040,A491) Completion Flag, CS.</summary>
    public static DicomTag CompletionFlag => new(0x0040, 0xA491);

    /// <summary>(0040,A492) Completion Flag Description, LO.</summary>
    public static DicomTag CompletionFlagDescription => new(0x0040, 0xA492);

    /// <summary>(0040,A493) Verification Flag, CS.</summary>
    public static DicomTag VerificationFlag => new(0x0040, 0xA493);

    /// <summary>(0040,A504) Content Template Sequence, SQ.</summary>
    public static DicomTag ContentTemplateSequence => new(0x0040, 0xA504);

    /// <summary>(0040,A730) Content Sequence, SQ.</summary>
    public static DicomTag ContentSequence => new(0x0040, 0xA730);

    /// <summary>(0040,DB00) Template Identifier, CS.</summary>
    public static DicomTag TemplateIdentifier => new(0x0040, 0xDB00);

    /// <summary>(0040,E010) Retrieve URI, UR.</summary>
    public static DicomTag RetrieveUri => new(0x0040, 0xE010);

    /// <summary>(0042,0010) Document Title, ST.</summary>
    public static DicomTag DocumentTitle => new(0x0042, 0x0010);

    /// <summary>(0042,0011) Encapsulated Document, OB.</summary>
    public static DicomTag EncapsulatedDocument => new(0x0042, 0x0011);

    /// <summary>(0042,0012) MIME Type of Encapsulated Document, LO.</summary>
    public static DicomTag MimeTypeOfEncapsulatedDocument => new(0x0042, 0x0012);

    /// <summary>(0062,0002) Segment Sequence, SQ.</summary>
    public static DicomTag SegmentSequence => new(0x0062, 0x0002);

    /// <summary>(0062,0005) Segment Label, LO.</summary>
    public static DicomTag SegmentLabel => new(0x0062, 0x0005);

    /// <summary>(0070,0001) Graphic Annotation Sequence, SQ.</summary>
    public static DicomTag GraphicAnnotationSequence => new(0x0070, 0x0001);

    /// <summary>(0070,0080) Content Label, CS.</summary>
    public static DicomTag ContentLabel => new(0x0070, 0x0080);

    /// <summary>(0070,0081) Content Description, LO.</summary>
    public static DicomTag ContentDescription => new(0x0070, 0x0081);

    /// <summary>(0070,0082) Presentation Creation Date, DA.</summary>
    public static DicomTag PresentationCreationDate => new(0x0070, 0x0082);

    /// <summary>(0070,0083) Presentation Creation Time, TM.</summary>
    public static DicomTag PresentationCreationTime => new(0x0070, 0x0083);

    /// <summary>(0070,0084) Content Creator's Name, PN.</summary>
    public static DicomTag ContentCreatorName => new(0x0070, 0x0084);

    /// <summary>(0088,0130) Storage Media File-set ID, SH.</summary>
    public static DicomTag StorageMediaFileSetId => new(0x0088, 0x0130);

    /// <summary>(0088,0140) Storage Media File-set UID, UI.</summary>
    public static DicomTag StorageMediaFileSetUid => new(0x0088, 0x0140);

    /// <summary>(0088,0200) Icon Image Sequence, SQ.</summary>
    public static DicomTag IconImageSequence => new(0x0088, 0x0200);

    /// <summary>(0400,0500) Encrypted Attributes Sequence, SQ.</summary>
    public static DicomTag EncryptedAttributesSequence => new(0x0400, 0x0500);

    /// <summary>(0400,0550) Modified Attributes Sequence, SQ.</summary>
    public static DicomTag ModifiedAttributesSequence => new(0x0400, 0x0550);

    /// <summary>(0400,0561) Original Attributes Sequence, SQ.</summary>
    public static DicomTag OriginalAttributesSequence => new(0x0400, 0x0561);

    /// <summary>(0400,0562) Attribute Modification DateTime, DT.</summary>
    public static DicomTag AttributeModificationDateTime => new(0x0400, 0x0562);

    /// <summary>(0400,0563) Modifying System, LO.</summary>
    public static DicomTag ModifyingSystem => new(0x0400, 0x0563);

    /// <summary>(0400,0564) Source of Previous Values, LO.</summary>
    public static DicomTag SourceOfPreviousValues => new(0x0400, 0x0564);

    /// <summary>(0400,0565) Reason for the Attribute Modification, CS.</summary>
    public static DicomTag ReasonForTheAttributeModification => new(0x0400, 0x0565);

    /// <summary>(3004,000E) Dose Grid Scaling, DS.</summary>
    public static DicomTag DoseGridScaling => new(0x3004, 0x000E);

    /// <summary>(3006,0002) Structure Set Label, SH.</summary>
    public static DicomTag StructureSetLabel => new(0x3006, 0x0002);

    /// <summary>(3006,0004) Structure Set Name, LO.</summary>
    public static DicomTag StructureSetName => new(0x3006, 0x0004);

    /// <summary>(3006,0010) Referenced Frame of Reference Sequence, SQ.</summary>
    public static DicomTag ReferencedFrameOfReferenceSequence => new(0x3006, 0x0010);

    /// <summary>(3006,0020) Structure Set ROI Sequence, SQ.</summary>
    public static DicomTag StructureSetRoiSequence => new(0x3006, 0x0020);

    /// <summary>(3006,0039) ROI Contour Sequence, SQ.</summary>
    public static DicomTag RoiContourSequence => new(0x3006, 0x0039);

    /// <summary>(300A,0002) RT Plan Label, SH.</summary>
    public static DicomTag RtPlanLabel => new(0x300A, 0x0002);

    /// <summary>(4FFE,0001) MAC Parameters Sequence, SQ.</summary>
    public static DicomTag MacParametersSequence => new(0x4FFE, 0x0001);

    /// <summary>(5200,9229) Shared Functional Groups Sequence, SQ.</summary>
    public static DicomTag SharedFunctionalGroupsSequence => new(0x5200, 0x9229);

    /// <summary>(5200,9230) Per-Frame Functional Groups Sequence, SQ.</summary>
    public static DicomTag PerFrameFunctionalGroupsSequence => new(0x5200, 0x9230);

    /// <summary>(5400,0100) Waveform Sequence, SQ.</summary>
    public static DicomTag WaveformSequence => new(0x5400, 0x0100);

    /// <summary>(5400,1010) Waveform Data, OB or OW.</summary>
    public static DicomTag WaveformData => new(0x5400, 0x1010);

    /// <summary>(5600,0020) Spectroscopy Data, OF.</summary>
    public static DicomTag SpectroscopyData => new(0x5600, 0x0020);

    /// <summary>(60xx,3000) Overlay Data of the first overlay, OB or OW.</summary>
    public static DicomTag OverlayData => new(0x6000, 0x3000);

    /// <summary>(7FE0,0001) Extended Offset Table, OV.</summary>
    public static DicomTag ExtendedOffsetTable => new(0x7FE0, 0x0001);

    /// <summary>(7FE0,0002) Extended Offset Table Lengths, OV.</summary>
    public static DicomTag ExtendedOffsetTableLengths => new(0x7FE0, 0x0002);

    /// <summary>(7FE0,0008) Float Pixel Data, OF.</summary>
    public static DicomTag FloatPixelData => new(0x7FE0, 0x0008);

    /// <summary>(7FE0,0009) Double Float Pixel Data, OD.</summary>
    public static DicomTag DoubleFloatPixelData => new(0x7FE0, 0x0009);

    /// <summary>(7FE0,0010) Pixel Data, OB or OW.</summary>
    public static DicomTag PixelData => new(0x7FE0, 0x0010);

    /// <summary>(FFFA,FFFA) Digital Signatures Sequence, SQ.</summary>
    public static DicomTag DigitalSignaturesSequence => new(0xFFFA, 0xFFFA);

    /// <summary>(FFFC,FFFC) Data Set Trailing Padding, OB.</summary>
    public static DicomTag DataSetTrailingPadding => new(0xFFFC, 0xFFFC);

    /// <summary>(FFFE,E000) Item, .</summary>
    public static DicomTag Item => new(0xFFFE, 0xE000);

    /// <summary>(FFFE,E00D) Item Delimitation Item, .</summary>
    public static DicomTag ItemDelimitationItem => new(0xFFFE, 0xE00D);

    /// <summary>(FFFE,E0DD) Sequence Delimitation Item, .</summary>
    public static DicomTag SequenceDelimitationItem => new(0xFFFE, 0xE0DD);
}
