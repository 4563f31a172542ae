namespace Adit.Dicom.Data;

/// <content>Tags that code names directly, by keyword in Pascal case: acquisition and relationship.</content>
public readonly partial record struct DicomTag
{
    /// <summary>(0018,0010) Contrast/Bolus Agent, LO.</summary>
    public static DicomTag ContrastBolusAgent => new(0x0018, 0x0010);

    /// <summary>(0018,0015) Body Part Examined, CS.</summary>
    public static DicomTag BodyPartExamined => new(0x0018, 0x0015);

    /// <summary>(0018,0020) Scanning Sequence, CS.</summary>
    public static DicomTag ScanningSequence => new(0x0018, 0x0020);

    /// <summary>(0018,0021) Sequence Variant, CS.</summary>
    public static DicomTag SequenceVariant => new(0x0018, 0x0021);

    /// <summary>(0018,0022) Scan Options, CS.</summary>
    public static DicomTag ScanOptions => new(0x0018, 0x0022);

    /// <summary>(0018,0023) MR Acquisition Type, CS.</summary>
    public static DicomTag MrAcquisitionType => new(0x0018, 0x0023);

    /// <summary>(0018,0024) Sequence Name, SH.</summary>
    public static DicomTag SequenceName => new(0x0018, 0x0024);

    /// <summary>(0018,0040) Cine Rate, IS.</summary>
    public static DicomTag CineRate => new(0x0018, 0x0040);

    /// <summary>(0018,0050) Slice Thickness, DS.</summary>
    public static DicomTag SliceThickness => new(0x0018, 0x0050);

    /// <summary>(0018,0060) KVP, DS.</summary>
    public static DicomTag Kvp => new(0x0018, 0x0060);

    /// <summary>(0018,0080) Repetition Time, DS.</summary>
    public static DicomTag RepetitionTime => new(0x0018, 0x0080);

    /// <summary>(0018,0081) Echo Time, DS.</summary>
    public static DicomTag EchoTime => new(0x0018, 0x0081);

    /// <summary>(0018,0082) Inversion Time, DS.</summary>
    public static DicomTag InversionTime => new(0x0018, 0x0082);

    /// <summary>(0018,0083) Number of Averages, DS.</summary>
    public static DicomTag NumberOfAverages => new(0x0018, 0x0083);

    /// <summary>(0018,0084) Imaging Frequency, DS.</summary>
    public static DicomTag ImagingFrequency => new(0x0018, 0x0084);

    /// <summary>(0018,0085) Imaged Nucleus, SH.</summary>
    public static DicomTag ImagedNucleus => new(0x0018, 0x0085);

    /// <summary>(0018,0086) Echo Number(s), IS.</summary>
    public static DicomTag EchoNumbers => new(0x0018, 0x0086);

    /// <summary>(0018,0087) Magnetic Field Strength, DS.</summary>
    public static DicomTag MagneticFieldStrength => new(0x0018, 0x0087);

    /// <summary>(0018,0088) Spacing Between Slices, DS.</summary>
    public static DicomTag SpacingBetweenSlices => new(0x0018, 0x0088);

    /// <summary>(0018,0090) Data Collection Diameter, DS.</summary>
    public static DicomTag DataCollectionDiameter => new(0x0018, 0x0090);

    /// <summary>(0018,0091) Echo Train Length, IS.</summary>
    public static DicomTag EchoTrainLength => new(0x0018, 0x0091);

    /// <summary>(0018,0093) Percent Sampling, DS.</summary>
    public static DicomTag PercentSampling => new(0x0018, 0x0093);

    /// <summary>(0018,0095) Pixel Bandwidth, DS.</summary>
    public static DicomTag PixelBandwidth => new(0x0018, 0x0095);

    /// <summary>(0018,1000) Device Serial Number, LO.</summary>
    public static DicomTag DeviceSerialNumber => new(0x0018, 0x1000);

    /// <summary>(0018,1002) Device UID, UI.</summary>
    public static DicomTag DeviceUid => new(0x0018, 0x1002);

    /// <summary>(0018,1004) Plate ID, LO.</summary>
    public static DicomTag PlateId => new(0x0018, 0x1004);

    /// <summary>(0018,1016) Secondary Capture Device Manufacturer, LO.</summary>
    public static DicomTag SecondaryCaptureDeviceManufacturer => new(0x0018, 0x1016);

    /// <summary>(0018,1020) Software Versions, LO.</summary>
    public static DicomTag SoftwareVersions => new(0x0018, 0x1020);

    /// <summary>(0018,1030) Protocol Name, LO.</summary>
    public static DicomTag ProtocolName => new(0x0018, 0x1030);

    /// <summary>(0018,1050) Spatial Resolution, DS.</summary>
    public static DicomTag SpatialResolution => new(0x0018, 0x1050);

    /// <summary>(0018,1060) Trigger Time, DS.</summary>
    public static DicomTag TriggerTime => new(0x0018, 0x1060);

    /// <summary>(0018,1063) Frame Time, DS.</summary>
    public static DicomTag FrameTime => new(0x0018, 0x1063);

    /// <summary>(0018,1100) Reconstruction Diameter, DS.</summary>
    public static DicomTag ReconstructionDiameter => new(0x0018, 0x1100);

    /// <summary>(0018,1110) Distance Source to Detector, DS.</summary>
    public static DicomTag DistanceSourceToDetector => new(0x0018, 0x1110);

    /// <summary>(0018,1111) Distance Source to Patient, DS.</summary>
    public static DicomTag DistanceSourceToPatient => new(0x0018, 0x1111);

    /// <summary>(0018,1120) Gantry/Detector Tilt, DS.</summary>
    public static DicomTag GantryDetectorTilt => new(0x0018, 0x1120);

    /// <summary>(0018,1130) Table Height, DS.</summary>
    public static DicomTag TableHeight => new(0x0018, 0x1130);

    /// <summary>(0018,1140) Rotation Direction, CS.</summary>
    public static DicomTag RotationDirection => new(0x0018, 0x1140);

    /// <summary>(0018,1150) Exposure Time, IS.</summary>
    public static DicomTag ExposureTime => new(0x0018, 0x1150);

    /// <summary>(0018,1151) X-Ray Tube Current, IS.</summary>
    public static DicomTag XRayTubeCurrent => new(0x0018, 0x1151);

    /// <summary>(0018,1152) Exposure, IS.</summary>
    public static DicomTag Exposure => new(0x0018, 0x1152);

    /// <summary>(0018,1160) Filter Type, SH.</summary>
    public static DicomTag FilterType => new(0x0018, 0x1160);

    /// <summary>(0018,1164) Imager Pixel Spacing, DS.</summary>
    public static DicomTag ImagerPixelSpacing => new(0x0018, 0x1164);

    /// <summary>(0018,1170) Generator Power, IS.</summary>
    public static DicomTag GeneratorPower => new(0x0018, 0x1170);

    /// <summary>(0018,1190) Focal Spot(s), DS.</summary>
    public static DicomTag FocalSpots => new(0x0018, 0x1190);

    /// <summary>(0018,1200) Date of Last Calibration, DA.</summary>
    public static DicomTag DateOfLastCalibration => new(0x0018, 0x1200);

    /// <summary>(0018,1201) Time of Last Calibration, TM.</summary>
    public static DicomTag TimeOfLastCalibration => new(0x0018, 0x1201);

    /// <summary>(0018,1210) Convolution Kernel, SH.</summary>
    public static DicomTag ConvolutionKernel => new(0x0018, 0x1210);

    /// <summary>(0018,1314) Flip Angle, DS.</summary>
    public static DicomTag FlipAngle => new(0x0018, 0x1314);

    /// <summary>(0018,5010) Transducer Data, LO.</summary>
    public static DicomTag TransducerData => new(0x0018, 0x5010);

    /// <summary>(0018,5100) Patient Position, CS.</summary>
    public static DicomTag PatientPosition => new(0x0018, 0x5100);

    /// <summary>(0018,5101) View Position, CS.</summary>
    public static DicomTag ViewPosition => new(0x0018, 0x5101);

    /// <summary>(0018,6011) Sequence of Ultrasound Regions, SQ.</summary>
    public static DicomTag SequenceOfUltrasoundRegions => new(0x0018, 0x6011);

    /// <summary>(0018,700A) Detector ID, SH.</summary>
    public static DicomTag DetectorId => new(0x0018, 0x700A);

    /// <summary>(0018,9004) Content Qualification, CS.</summary>
    public static DicomTag ContentQualification => new(0x0018, 0x9004);

    /// <summary>(0018,9074) Frame Acquisition DateTime, DT.</summary>
    public static DicomTag FrameAcquisitionDateTime => new(0x0018, 0x9074);

    /// <summary>(0018,9087) Diffusion b-value, FD.</summary>
    public static DicomTag DiffusionBValue => new(0x0018, 0x9087);

    /// <summary>(0018,9151) Frame Reference DateTime, DT.</summary>
    public static DicomTag FrameReferenceDateTime => new(0x0018, 0x9151);

    /// <summary>(0018,9345) CTDIvol, FD.</summary>
    public static DicomTag CtdiVol => new(0x0018, 0x9345);

    /// <summary>(0018,9424) Acquisition Protocol Description, LT.</summary>
    public static DicomTag AcquisitionProtocolDescription => new(0x0018, 0x9424);

    /// <summary>(0020,000D) Study Instance UID, UI.</summary>
    public static DicomTag StudyInstanceUid => new(0x0020, 0x000D);

    /// <summary>(0020,000E) Series Instance UID, UI.</summary>
    public static DicomTag SeriesInstanceUid => new(0x0020, 0x000E);

    /// <summary>(0020,0010) Study ID, SH.</summary>
    public static DicomTag StudyId => new(0x0020, 0x0010);

    /// <summary>(0020,0011) Series Number, IS.</summary>
    public static DicomTag SeriesNumber => new(0x0020, 0x0011);

    /// <summary>(0020,0012) Acquisition Number, IS.</summary>
    public static DicomTag AcquisitionNumber => new(0x0020, 0x0012);

    /// <summary>(0020,0013) Instance Number, IS.</summary>
    public static DicomTag InstanceNumber => new(0x0020, 0x0013);

    /// <summary>(0020,0020) Patient Orientation, CS.</summary>
    public static DicomTag PatientOrientation => new(0x0020, 0x0020);

    /// <summary>(0020,0032) Image Position (Patient), DS.</summary>
    public static DicomTag ImagePositionPatient => new(0x0020, 0x0032);

    /// <summary>(0020,0037) Image Orientation (Patient), DS.</summary>
    public static DicomTag ImageOrientationPatient => new(0x0020, 0x0037);

    /// <summary>(0020,0052) Frame of Reference UID, UI.</summary>
    public static DicomTag FrameOfReferenceUid => new(0x0020, 0x0052);

    /// <summary>(0020,0060) Laterality, CS.</summary>
    public static DicomTag Laterality => new(0x0020, 0x0060);

    /// <summary>(0020,0062) Image Laterality, CS.</summary>
    public static DicomTag ImageLaterality => new(0x0020, 0x0062);

    /// <summary>(0020,0200) Synchronization Frame of Reference UID, UI.</summary>
    public static DicomTag SynchronizationFrameOfReferenceUid => new(0x0020, 0x0200);

    /// <summary>(0020,1002) Images in Acquisition, IS.</summary>
    public static DicomTag ImagesInAcquisition => new(0x0020, 0x1002);

    /// <summary>(0020,1040) Position Reference Indicator, LO.</summary>
    public static DicomTag PositionReferenceIndicator => new(0x0020, 0x1040);

    /// <summary>(0020,1041) Slice Location, DS.</summary>
    public static DicomTag SliceLocation => new(0x0020, 0x1041);

    /// <summary>(0020,1200) Number of Patient Related Studies, IS.</summary>
    public static DicomTag NumberOfPatientRelatedStudies => new(0x0020, 0x1200);

    /// <summary>(0020,1202) Number of Patient Related Series, IS.</summary>
    public static DicomTag NumberOfPatientRelatedSeries => new(0x0020, 0x1202);

    /// <summary>(0020,1204) Number of Patient Related Instances, IS.</summary>
    public static DicomTag NumberOfPatientRelatedInstances => new(0x0020, 0x1204);

    /// <summary>(0020,1206) Number of Study Related Series, IS.</summary>
    public static DicomTag NumberOfStudyRelatedSeries => new(0x0020, 0x1206);

    /// <summary>(0020,1208) Number of Study Related Instances, IS.</summary>
    public static DicomTag NumberOfStudyRelatedInstances => new(0x0020, 0x1208);

    /// <summary>(0020,1209) Number of Series Related Instances, IS.</summary>
    public static DicomTag NumberOfSeriesRelatedInstances => new(0x0020, 0x1209);

    /// <summary>(0020,4000) Image Comments, LT.</summary>
    public static DicomTag ImageComments => new(0x0020, 0x4000);

    /// <summary>(0020,9056) Stack ID, SH.</summary>
    public static DicomTag StackId => new(0x0020, 0x9056);

    /// <summary>(0020,9057) In-Stack Position Number, UL.</summary>
    public static DicomTag InStackPositionNumber => new(0x0020, 0x9057);

    /// <summary>(0020,9113) Plane Position Sequence, SQ.</summary>
    public static DicomTag PlanePositionSequence => new(0x0020, 0x9113);

    /// <summary>(0020,9116) Plane Orientation Sequence, SQ.</summary>
    public static DicomTag PlaneOrientationSequence => new(0x0020, 0x9116);

    /// <summary>(0020,9128) Temporal Position Index, UL.</summary>
    public static DicomTag TemporalPositionIndex => new(0x0020, 0x9128);

    /// <summary>(0020,9157) Dimension Index Values, UL.</summary>
    public static DicomTag DimensionIndexValues => new(0x0020, 0x9157);

    /// <summary>(0020,9158) Frame Comments, LT.</summary>
    public static DicomTag FrameComments => new(0x0020, 0x9158);

    /// <summary>(0020,9161) Concatenation UID, UI.</summary>
    public static DicomTag ConcatenationUid => new(0x0020, 0x9161);

    /// <summary>(0020,9164) Dimension Organization UID, UI.</summary>
    public static DicomTag DimensionOrganizationUid => new(0x0020, 0x9164);

    /// <summary>(0020,9221) Dimension Organization Sequence, SQ.</summary>
    public static DicomTag DimensionOrganizationSequence => new(0x0020, 0x9221);

    /// <summary>(0020,9222) Dimension Index Sequence, SQ.</summary>
    public static DicomTag DimensionIndexSequence => new(0x0020, 0x9222);
}
