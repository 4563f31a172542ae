namespace Adit.Dicom.Data;

/// <content>The storage SOP classes of PS3.4 Table B.5-1.</content>
public static partial class DicomUids
{
    /// <summary>Computed Radiography Image Storage.</summary>
    public static DicomUid ComputedRadiographyImageStorage => new("1.2.840.10008.5.1.4.1.1.1");

    /// <summary>Digital X-Ray Image Storage - For Presentation.</summary>
    public static DicomUid DigitalXRayImageStorageForPresentation =>
        new("1.2.840.10008.5.1.4.1.1.1.1");

    /// <summary>Digital X-Ray Image Storage - For Processing.</summary>
    public static DicomUid DigitalXRayImageStorageForProcessing =>
        new("1.2.840.10008.5.1.4.1.1.1.1.1");

    /// <summary>Digital Mammography X-Ray Image Storage - For Presentation.</summary>
    public static DicomUid DigitalMammographyXRayImageStorageForPresentation =>
        new("1.2.840.10008.5.1.4.1.1.1.2");

    /// <summary>Digital Mammography X-Ray Image Storage - For Processing.</summary>
    public static DicomUid DigitalMammographyXRayImageStorageForProcessing =>
        new("1.2.840.10008.5.1.4.1.1.1.2.1");

    /// <summary>Digital Intra-Oral X-Ray Image Storage - For Presentation.</summary>
    public static DicomUid DigitalIntraOralXRayImageStorageForPresentation =>
        new("1.2.840.10008.5.1.4.1.1.1.3");

    /// <summary>Digital Intra-Oral X-Ray Image Storage - For Processing.</summary>
    public static DicomUid DigitalIntraOralXRayImageStorageForProcessing =>
        new("1.2.840.10008.5.1.4.1.1.1.3.1");

    /// <summary>CT Image Storage.</summary>
    public static DicomUid CtImageStorage => new("1.2.840.10008.5.1.4.1.1.2");

    /// <summary>Enhanced CT Image Storage.</summary>
    public static DicomUid EnhancedCtImageStorage => new("1.2.840.10008.5.1.4.1.1.2.1");

    /// <summary>Legacy Converted Enhanced CT Image Storage.</summary>
    public static DicomUid LegacyConvertedEnhancedCtImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.2.2");

    /// <summary>Ultrasound Multi-frame Image Storage.</summary>
    public static DicomUid UltrasoundMultiFrameImageStorage => new("1.2.840.10008.5.1.4.1.1.3.1");

    /// <summary>MR Image Storage.</summary>
    public static DicomUid MrImageStorage => new("1.2.840.10008.5.1.4.1.1.4");

    /// <summary>Enhanced MR Image Storage.</summary>
    public static DicomUid EnhancedMrImageStorage => new("1.2.840.10008.5.1.4.1.1.4.1");

    /// <summary>MR Spectroscopy Storage.</summary>
    public static DicomUid MrSpectroscopyStorage => new("1.2.840.10008.5.1.4.1.1.4.2");

    /// <summary>Enhanced MR Color Image Storage.</summary>
    public static DicomUid EnhancedMrColorImageStorage => new("1.2.840.10008.5.1.4.1.1.4.3");

    /// <summary>Legacy Converted Enhanced MR Image Storage.</summary>
    public static DicomUid LegacyConvertedEnhancedMrImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.4.4");

    /// <summary>Ultrasound Image Storage.</summary>
    public static DicomUid UltrasoundImageStorage => new("1.2.840.10008.5.1.4.1.1.6.1");

    /// <summary>Enhanced US Volume Storage.</summary>
    public static DicomUid EnhancedUsVolumeStorage => new("1.2.840.10008.5.1.4.1.1.6.2");

    /// <summary>Photoacoustic Image Storage.</summary>
    public static DicomUid PhotoacousticImageStorage => new("1.2.840.10008.5.1.4.1.1.6.3");

    /// <summary>Secondary Capture Image Storage.</summary>
    public static DicomUid SecondaryCaptureImageStorage => new("1.2.840.10008.5.1.4.1.1.7");

    /// <summary>Multi-frame Single Bit Secondary Capture Image Storage.</summary>
    public static DicomUid MultiFrameSingleBitSecondaryCaptureImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.7.1");

    /// <summary>Multi-frame Grayscale Byte Secondary Capture Image Storage.</summary>
    public static DicomUid MultiFrameGrayscaleByteSecondaryCaptureImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.7.2");

    /// <summary>Multi-frame Grayscale Word Secondary Capture Image Storage.</summary>
    public static DicomUid MultiFrameGrayscaleWordSecondaryCaptureImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.7.3");

    /// <summary>Multi-frame True Color Secondary Capture Image Storage.</summary>
    public static DicomUid MultiFrameTrueColorSecondaryCaptureImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.7.4");

    /// <summary>12-lead ECG Waveform Storage.</summary>
    public static DicomUid TwelveLeadEcgWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.1.1");

    /// <summary>General ECG Waveform Storage.</summary>
    public static DicomUid GeneralEcgWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.1.2");

    /// <summary>Ambulatory ECG Waveform Storage.</summary>
    public static DicomUid AmbulatoryEcgWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.1.3");

    /// <summary>General 32-bit ECG Waveform Storage.</summary>
    public static DicomUid General32BitEcgWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.1.4");

    /// <summary>Hemodynamic Waveform Storage.</summary>
    public static DicomUid HemodynamicWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.2.1");

    /// <summary>Cardiac Electrophysiology Waveform Storage.</summary>
    public static DicomUid CardiacElectrophysiologyWaveformStorage =>
        new("1.2.840.10008.5.1.4.1.1.9.3.1");

    /// <summary>Basic Voice Audio Waveform Storage.</summary>
    public static DicomUid BasicVoiceAudioWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.4.1");

    /// <summary>General Audio Waveform Storage.</summary>
    public static DicomUid GeneralAudioWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.4.2");

    /// <summary>Arterial Pulse Waveform Storage.</summary>
    public static DicomUid ArterialPulseWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.5.1");

    /// <summary>Respiratory Waveform Storage.</summary>
    public static DicomUid RespiratoryWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.6.1");

    /// <summary>Multi-channel Respiratory Waveform Storage.</summary>
    public static DicomUid MultiChannelRespiratoryWaveformStorage =>
        new("1.2.840.10008.5.1.4.1.1.9.6.2");

    /// <summary>Routine Scalp Electroencephalogram Waveform Storage.</summary>
    public static DicomUid RoutineScalpElectroencephalogramWaveformStorage =>
        new("1.2.840.10008.5.1.4.1.1.9.7.1");

    /// <summary>Electromyogram Waveform Storage.</summary>
    public static DicomUid ElectromyogramWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.7.2");

    /// <summary>Electrooculogram Waveform Storage.</summary>
    public static DicomUid ElectrooculogramWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.7.3");

    /// <summary>Sleep Electroencephalogram Waveform Storage.</summary>
    public static DicomUid SleepElectroencephalogramWaveformStorage =>
        new("1.2.840.10008.5.1.4.1.1.9.7.4");

    /// <summary>Body Position Waveform Storage.</summary>
    public static DicomUid BodyPositionWaveformStorage => new("1.2.840.10008.5.1.4.1.1.9.8.1");

    /// <summary>Grayscale Softcopy Presentation State Storage.</summary>
    public static DicomUid GrayscaleSoftcopyPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.1");

    /// <summary>Color Softcopy Presentation State Storage.</summary>
    public static DicomUid ColorSoftcopyPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.2");

    /// <summary>Pseudo-Color Softcopy Presentation State Storage.</summary>
    public static DicomUid PseudoColorSoftcopyPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.3");

    /// <summary>Blending Softcopy Presentation State Storage.</summary>
    public static DicomUid BlendingSoftcopyPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.4");

    /// <summary>XA/XRF Grayscale Softcopy Presentation State Storage.</summary>
    public static DicomUid XaXrfGrayscaleSoftcopyPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.5");

    /// <summary>Grayscale Planar MPR Volumetric Presentation State Storage.</summary>
    public static DicomUid GrayscalePlanarMprVolumetricPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.6");

    /// <summary>Compositing Planar MPR Volumetric Presentation State Storage.</summary>
    public static DicomUid CompositingPlanarMprVolumetricPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.7");

    /// <summary>Advanced Blending Presentation State Storage.</summary>
    public static DicomUid AdvancedBlendingPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.8");

    /// <summary>Volume Rendering Volumetric Presentation State Storage.</summary>
    public static DicomUid VolumeRenderingVolumetricPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.9");

    /// <summary>Segmented Volume Rendering Volumetric Presentation State Storage.</summary>
    public static DicomUid SegmentedVolumeRenderingVolumetricPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.10");

    /// <summary>Multiple Volume Rendering Volumetric Presentation State Storage.</summary>
    public static DicomUid MultipleVolumeRenderingVolumetricPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.11");

    /// <summary>Variable Modality LUT Softcopy Presentation State Storage.</summary>
    public static DicomUid VariableModalityLutSoftcopyPresentationStateStorage =>
        new("1.2.840.10008.5.1.4.1.1.11.12");

    /// <summary>X-Ray Angiographic Image Storage.</summary>
    public static DicomUid XRayAngiographicImageStorage => new("1.2.840.10008.5.1.4.1.1.12.1");

    /// <summary>Enhanced XA Image Storage.</summary>
    public static DicomUid EnhancedXaImageStorage => new("1.2.840.10008.5.1.4.1.1.12.1.1");

    /// <summary>X-Ray Radiofluoroscopic Image Storage.</summary>
    public static DicomUid XRayRadiofluoroscopicImageStorage => new("1.2.840.10008.5.1.4.1.1.12.2");

    /// <summary>Enhanced XRF Image Storage.</summary>
    public static DicomUid EnhancedXrfImageStorage => new("1.2.840.10008.5.1.4.1.1.12.2.1");

    /// <summary>X-Ray 3D Angiographic Image Storage.</summary>
    public static DicomUid XRay3dAngiographicImageStorage => new("1.2.840.10008.5.1.4.1.1.13.1.1");

    /// <summary>X-Ray 3D Craniofacial Image Storage.</summary>
    public static DicomUid XRay3dCraniofacialImageStorage => new("1.2.840.10008.5.1.4.1.1.13.1.2");

    /// <summary>Breast Tomosynthesis Image Storage.</summary>
    public static DicomUid BreastTomosynthesisImageStorage => new("1.2.840.10008.5.1.4.1.1.13.1.3");

    /// <summary>Breast Projection X-Ray Image Storage - For Presentation.</summary>
    public static DicomUid BreastProjectionXRayImageStorageForPresentation =>
        new("1.2.840.10008.5.1.4.1.1.13.1.4");

    /// <summary>Breast Projection X-Ray Image Storage - For Processing.</summary>
    public static DicomUid BreastProjectionXRayImageStorageForProcessing =>
        new("1.2.840.10008.5.1.4.1.1.13.1.5");

    /// <summary>Intravascular Optical Coherence Tomography Image Storage - For Presentation.</summary>
    public static DicomUid IntravascularOpticalCoherenceTomographyImageStorageForPresentation =>
        new("1.2.840.10008.5.1.4.1.1.14.1");

    /// <summary>Intravascular Optical Coherence Tomography Image Storage - For Processing.</summary>
    public static DicomUid IntravascularOpticalCoherenceTomographyImageStorageForProcessing =>
        new("1.2.840.10008.5.1.4.1.1.14.2");

    /// <summary>Nuclear Medicine Image Storage.</summary>
    public static DicomUid NuclearMedicineImageStorage => new("1.2.840.10008.5.1.4.1.1.20");

    /// <summary>Parametric Map Storage.</summary>
    public static DicomUid ParametricMapStorage => new("1.2.840.10008.5.1.4.1.1.30");

    /// <summary>Raw Data Storage.</summary>
    public static DicomUid RawDataStorage => new("1.2.840.10008.5.1.4.1.1.66");

    /// <summary>Spatial Registration Storage.</summary>
    public static DicomUid SpatialRegistrationStorage => new("1.2.840.10008.5.1.4.1.1.66.1");

    /// <summary>Spatial Fiducials Storage.</summary>
    public static DicomUid SpatialFiducialsStorage => new("1.2.840.10008.5.1.4.1.1.66.2");

    /// <summary>Deformable Spatial Registration Storage.</summary>
    public static DicomUid DeformableSpatialRegistrationStorage =>
        new("1.2.840.10008.5.1.4.1.1.66.3");

    /// <summary>Segmentation Storage.</summary>
    public static DicomUid SegmentationStorage => new("1.2.840.10008.5.1.4.1.1.66.4");

    /// <summary>Surface Segmentation Storage.</summary>
    public static DicomUid SurfaceSegmentationStorage => new("1.2.840.10008.5.1.4.1.1.66.5");

    /// <summary>Tractography Results Storage.</summary>
    public static DicomUid TractographyResultsStorage => new("1.2.840.10008.5.1.4.1.1.66.6");

    /// <summary>Real World Value Mapping Storage.</summary>
    public static DicomUid RealWorldValueMappingStorage => new("1.2.840.10008.5.1.4.1.1.67");

    /// <summary>Surface Scan Mesh Storage.</summary>
    public static DicomUid SurfaceScanMeshStorage => new("1.2.840.10008.5.1.4.1.1.68.1");

    /// <summary>Surface Scan Point Cloud Storage.</summary>
    public static DicomUid SurfaceScanPointCloudStorage => new("1.2.840.10008.5.1.4.1.1.68.2");

    /// <summary>VL Endoscopic Image Storage.</summary>
    public static DicomUid VlEndoscopicImageStorage => new("1.2.840.10008.5.1.4.1.1.77.1.1");

    /// <summary>Video Endoscopic Image Storage.</summary>
    public static DicomUid VideoEndoscopicImageStorage => new("1.2.840.10008.5.1.4.1.1.77.1.1.1");

    /// <summary>VL Microscopic Image Storage.</summary>
    public static DicomUid VlMicroscopicImageStorage => new("1.2.840.10008.5.1.4.1.1.77.1.2");

    /// <summary>Video Microscopic Image Storage.</summary>
    public static DicomUid VideoMicroscopicImageStorage => new("1.2.840.10008.5.1.4.1.1.77.1.2.1");

    /// <summary>VL Slide-Coordinates Microscopic Image Storage.</summary>
    public static DicomUid VlSlideCoordinatesMicroscopicImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.3");

    /// <summary>VL Photographic Image Storage.</summary>
    public static DicomUid VlPhotographicImageStorage => new("1.2.840.10008.5.1.4.1.1.77.1.4");

    /// <summary>Video Photographic Image Storage.</summary>
    public static DicomUid VideoPhotographicImageStorage => new("1.2.840.10008.5.1.4.1.1.77.1.4.1");

    /// <summary>Ophthalmic Photography 8 Bit Image Storage.</summary>
    public static DicomUid OphthalmicPhotography8BitImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.5.1");

    /// <summary>Ophthalmic Photography 16 Bit Image Storage.</summary>
    public static DicomUid OphthalmicPhotography16BitImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.5.2");

    /// <summary>Stereometric Relationship Storage.</summary>
    public static DicomUid StereometricRelationshipStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.5.3");

    /// <summary>Ophthalmic Tomography Image Storage.</summary>
    public static DicomUid OphthalmicTomographyImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.5.4");

    /// <summary>Wide Field Ophthalmic Photography Stereographic Projection Image Storage.</summary>
    public static DicomUid WideFieldOphthalmicPhotographyStereographicProjectionImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.5.5");

    /// <summary>Wide Field Ophthalmic Photography 3D Coordinates Image Storage.</summary>
    public static DicomUid WideFieldOphthalmicPhotography3dCoordinatesImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.5.6");

    /// <summary>Ophthalmic Optical Coherence Tomography En Face Image Storage.</summary>
    public static DicomUid OphthalmicOpticalCoherenceTomographyEnFaceImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.5.7");

    /// <summary>Ophthalmic Optical Coherence Tomography B-scan Volume Analysis Storage.</summary>
    public static DicomUid OphthalmicOpticalCoherenceTomographyBScanVolumeAnalysisStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.5.8");

    /// <summary>VL Whole Slide Microscopy Image Storage.</summary>
    public static DicomUid VlWholeSlideMicroscopyImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.6");

    /// <summary>Dermoscopic Photography Image Storage.</summary>
    public static DicomUid DermoscopicPhotographyImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.7");

    /// <summary>Confocal Microscopy Image Storage.</summary>
    public static DicomUid ConfocalMicroscopyImageStorage => new("1.2.840.10008.5.1.4.1.1.77.1.8");

    /// <summary>Confocal Microscopy Tiled Pyramidal Image Storage.</summary>
    public static DicomUid ConfocalMicroscopyTiledPyramidalImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.77.1.9");

    /// <summary>Lensometry Measurements Storage.</summary>
    public static DicomUid LensometryMeasurementsStorage => new("1.2.840.10008.5.1.4.1.1.78.1");

    /// <summary>Autorefraction Measurements Storage.</summary>
    public static DicomUid AutorefractionMeasurementsStorage => new("1.2.840.10008.5.1.4.1.1.78.2");

    /// <summary>Keratometry Measurements Storage.</summary>
    public static DicomUid KeratometryMeasurementsStorage => new("1.2.840.10008.5.1.4.1.1.78.3");

    /// <summary>Subjective Refraction Measurements Storage.</summary>
    public static DicomUid SubjectiveRefractionMeasurementsStorage =>
        new("1.2.840.10008.5.1.4.1.1.78.4");

    /// <summary>Visual Acuity Measurements Storage.</summary>
    public static DicomUid VisualAcuityMeasurementsStorage => new("1.2.840.10008.5.1.4.1.1.78.5");

    /// <summary>Spectacle Prescription Report Storage.</summary>
    public static DicomUid SpectaclePrescriptionReportStorage =>
        new("1.2.840.10008.5.1.4.1.1.78.6");

    /// <summary>Ophthalmic Axial Measurements Storage.</summary>
    public static DicomUid OphthalmicAxialMeasurementsStorage =>
        new("1.2.840.10008.5.1.4.1.1.78.7");

    /// <summary>Intraocular Lens Calculations Storage.</summary>
    public static DicomUid IntraocularLensCalculationsStorage =>
        new("1.2.840.10008.5.1.4.1.1.78.8");

    /// <summary>Macular Grid Thickness and Volume Report.</summary>
    public static DicomUid MacularGridThicknessAndVolumeReport =>
        new("1.2.840.10008.5.1.4.1.1.79.1");

    /// <summary>Ophthalmic Visual Field Static Perimetry Measurements Storage.</summary>
    public static DicomUid OphthalmicVisualFieldStaticPerimetryMeasurementsStorage =>
        new("1.2.840.10008.5.1.4.1.1.80.1");

    /// <summary>Ophthalmic Thickness Map Storage.</summary>
    public static DicomUid OphthalmicThicknessMapStorage => new("1.2.840.10008.5.1.4.1.1.81.1");

    /// <summary>Corneal Topography Map Storage.</summary>
    public static DicomUid CornealTopographyMapStorage => new("1.2.840.10008.5.1.4.1.1.82.1");

    /// <summary>Basic Text SR Storage.</summary>
    public static DicomUid BasicTextSrStorage => new("1.2.840.10008.5.1.4.1.1.88.11");

    /// <summary>Enhanced SR Storage.</summary>
    public static DicomUid EnhancedSrStorage => new("1.2.840.10008.5.1.4.1.1.88.22");

    /// <summary>Comprehensive SR Storage.</summary>
    public static DicomUid ComprehensiveSrStorage => new("1.2.840.10008.5.1.4.1.1.88.33");

    /// <summary>Comprehensive 3D SR Storage.</summary>
    public static DicomUid Comprehensive3dSrStorage => new("1.2.840.10008.5.1.4.1.1.88.34");

    /// <summary>Extensible SR Storage.</summary>
    public static DicomUid ExtensibleSrStorage => new("1.2.840.10008.5.1.4.1.1.88.35");

    /// <summary>Procedure Log Storage.</summary>
    public static DicomUid ProcedureLogStorage => new("1.2.840.10008.5.1.4.1.1.88.40");

    /// <summary>Mammography CAD SR Storage.</summary>
    public static DicomUid MammographyCadSrStorage => new("1.2.840.10008.5.1.4.1.1.88.50");

    /// <summary>Key Object Selection Document Storage.</summary>
    public static DicomUid KeyObjectSelectionDocumentStorage =>
        new("1.2.840.10008.5.1.4.1.1.88.59");

    /// <summary>Chest CAD SR Storage.</summary>
    public static DicomUid ChestCadSrStorage => new("1.2.840.10008.5.1.4.1.1.88.65");

    /// <summary>X-Ray Radiation Dose SR Storage.</summary>
    public static DicomUid XRayRadiationDoseSrStorage => new("1.2.840.10008.5.1.4.1.1.88.67");

    /// <summary>Radiopharmaceutical Radiation Dose SR Storage.</summary>
    public static DicomUid RadiopharmaceuticalRadiationDoseSrStorage =>
        new("1.2.840.10008.5.1.4.1.1.88.68");

    /// <summary>Colon CAD SR Storage.</summary>
    public static DicomUid ColonCadSrStorage => new("1.2.840.10008.5.1.4.1.1.88.69");

    /// <summary>Implantation Plan SR Storage.</summary>
    public static DicomUid ImplantationPlanSrStorage => new("1.2.840.10008.5.1.4.1.1.88.70");

    /// <summary>Acquisition Context SR Storage.</summary>
    public static DicomUid AcquisitionContextSrStorage => new("1.2.840.10008.5.1.4.1.1.88.71");

    /// <summary>Simplified Adult Echo SR Storage.</summary>
    public static DicomUid SimplifiedAdultEchoSrStorage => new("1.2.840.10008.5.1.4.1.1.88.72");

    /// <summary>Patient Radiation Dose SR Storage.</summary>
    public static DicomUid PatientRadiationDoseSrStorage => new("1.2.840.10008.5.1.4.1.1.88.73");

    /// <summary>Planned Imaging Agent Administration SR Storage.</summary>
    public static DicomUid PlannedImagingAgentAdministrationSrStorage =>
        new("1.2.840.10008.5.1.4.1.1.88.74");

    /// <summary>Performed Imaging Agent Administration SR Storage.</summary>
    public static DicomUid PerformedImagingAgentAdministrationSrStorage =>
        new("1.2.840.10008.5.1.4.1.1.88.75");

    /// <summary>Enhanced X-Ray Radiation Dose SR Storage.</summary>
    public static DicomUid EnhancedXRayRadiationDoseSrStorage =>
        new("1.2.840.10008.5.1.4.1.1.88.76");

    /// <summary>Content Assessment Results Storage.</summary>
    public static DicomUid ContentAssessmentResultsStorage => new("1.2.840.10008.5.1.4.1.1.90.1");

    /// <summary>Microscopy Bulk Simple Annotations Storage.</summary>
    public static DicomUid MicroscopyBulkSimpleAnnotationsStorage =>
        new("1.2.840.10008.5.1.4.1.1.91.1");

    /// <summary>Encapsulated PDF Storage.</summary>
    public static DicomUid EncapsulatedPdfStorage => new("1.2.840.10008.5.1.4.1.1.104.1");

    /// <summary>Encapsulated CDA Storage.</summary>
    public static DicomUid EncapsulatedCdaStorage => new("1.2.840.10008.5.1.4.1.1.104.2");

    /// <summary>Encapsulated STL Storage.</summary>
    public static DicomUid EncapsulatedStlStorage => new("1.2.840.10008.5.1.4.1.1.104.3");

    /// <summary>Encapsulated OBJ Storage.</summary>
    public static DicomUid EncapsulatedObjStorage => new("1.2.840.10008.5.1.4.1.1.104.4");

    /// <summary>Encapsulated MTL Storage.</summary>
    public static DicomUid EncapsulatedMtlStorage => new("1.2.840.10008.5.1.4.1.1.104.5");

    /// <summary>Positron Emission Tomography Image Storage.</summary>
    public static DicomUid PositronEmissionTomographyImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.128");

    /// <summary>Legacy Converted Enhanced PET Image Storage.</summary>
    public static DicomUid LegacyConvertedEnhancedPetImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.128.1");

    /// <summary>Enhanced PET Image Storage.</summary>
    public static DicomUid EnhancedPetImageStorage => new("1.2.840.10008.5.1.4.1.1.130");

    /// <summary>Basic Structured Display Storage.</summary>
    public static DicomUid BasicStructuredDisplayStorage => new("1.2.840.10008.5.1.4.1.1.131");

    /// <summary>CT Defined Procedure Protocol Storage.</summary>
    public static DicomUid CtDefinedProcedureProtocolStorage =>
        new("1.2.840.10008.5.1.4.1.1.200.1");

    /// <summary>CT Performed Procedure Protocol Storage.</summary>
    public static DicomUid CtPerformedProcedureProtocolStorage =>
        new("1.2.840.10008.5.1.4.1.1.200.2");

    /// <summary>Protocol Approval Storage.</summary>
    public static DicomUid ProtocolApprovalStorage => new("1.2.840.10008.5.1.4.1.1.200.3");

    /// <summary>XA Defined Procedure Protocol Storage.</summary>
    public static DicomUid XaDefinedProcedureProtocolStorage =>
        new("1.2.840.10008.5.1.4.1.1.200.7");

    /// <summary>XA Performed Procedure Protocol Storage.</summary>
    public static DicomUid XaPerformedProcedureProtocolStorage =>
        new("1.2.840.10008.5.1.4.1.1.200.8");

    /// <summary>Inventory Storage.</summary>
    public static DicomUid InventoryStorage => new("1.2.840.10008.5.1.4.1.1.201.1");

    /// <summary>RT Image Storage.</summary>
    public static DicomUid RtImageStorage => new("1.2.840.10008.5.1.4.1.1.481.1");

    /// <summary>RT Dose Storage.</summary>
    public static DicomUid RtDoseStorage => new("1.2.840.10008.5.1.4.1.1.481.2");

    /// <summary>RT Structure Set Storage.</summary>
    public static DicomUid RtStructureSetStorage => new("1.2.840.10008.5.1.4.1.1.481.3");

    /// <summary>RT Beams Treatment Record Storage.</summary>
    public static DicomUid RtBeamsTreatmentRecordStorage => new("1.2.840.10008.5.1.4.1.1.481.4");

    /// <summary>RT Plan Storage.</summary>
    public static DicomUid RtPlanStorage => new("1.2.840.10008.5.1.4.1.1.481.5");

    /// <summary>RT Brachy Treatment Record Storage.</summary>
    public static DicomUid RtBrachyTreatmentRecordStorage => new("1.2.840.10008.5.1.4.1.1.481.6");

    /// <summary>RT Treatment Summary Record Storage.</summary>
    public static DicomUid RtTreatmentSummaryRecordStorage => new("1.2.840.10008.5.1.4.1.1.481.7");

    /// <summary>RT Ion Plan Storage.</summary>
    public static DicomUid RtIonPlanStorage => new("1.2.840.10008.5.1.4.1.1.481.8");

    /// <summary>RT Ion Beams Treatment Record Storage.</summary>
    public static DicomUid RtIonBeamsTreatmentRecordStorage => new("1.2.840.10008.5.1.4.1.1.481.9");

    /// <summary>RT Physician Intent Storage.</summary>
    public static DicomUid RtPhysicianIntentStorage => new("1.2.840.10008.5.1.4.1.1.481.10");

    /// <summary>RT Segment Annotation Storage.</summary>
    public static DicomUid RtSegmentAnnotationStorage => new("1.2.840.10008.5.1.4.1.1.481.11");

    /// <summary>RT Radiation Set Storage.</summary>
    public static DicomUid RtRadiationSetStorage => new("1.2.840.10008.5.1.4.1.1.481.12");

    /// <summary>C-Arm Photon-Electron Radiation Storage.</summary>
    public static DicomUid CArmPhotonElectronRadiationStorage =>
        new("1.2.840.10008.5.1.4.1.1.481.13");

    /// <summary>Tomotherapeutic Radiation Storage.</summary>
    public static DicomUid TomotherapeuticRadiationStorage => new("1.2.840.10008.5.1.4.1.1.481.14");

    /// <summary>Robotic-Arm Radiation Storage.</summary>
    public static DicomUid RoboticArmRadiationStorage => new("1.2.840.10008.5.1.4.1.1.481.15");

    /// <summary>RT Radiation Record Set Storage.</summary>
    public static DicomUid RtRadiationRecordSetStorage => new("1.2.840.10008.5.1.4.1.1.481.16");

    /// <summary>RT Radiation Salvage Record Storage.</summary>
    public static DicomUid RtRadiationSalvageRecordStorage => new("1.2.840.10008.5.1.4.1.1.481.17");

    /// <summary>Tomotherapeutic Radiation Record Storage.</summary>
    public static DicomUid TomotherapeuticRadiationRecordStorage =>
        new("1.2.840.10008.5.1.4.1.1.481.18");

    /// <summary>C-Arm Photon-Electron Radiation Record Storage.</summary>
    public static DicomUid CArmPhotonElectronRadiationRecordStorage =>
        new("1.2.840.10008.5.1.4.1.1.481.19");

    /// <summary>Robotic Radiation Record Storage.</summary>
    public static DicomUid RoboticRadiationRecordStorage => new("1.2.840.10008.5.1.4.1.1.481.20");

    /// <summary>RT Radiation Set Delivery Instruction Storage.</summary>
    public static DicomUid RtRadiationSetDeliveryInstructionStorage =>
        new("1.2.840.10008.5.1.4.1.1.481.21");

    /// <summary>RT Treatment Preparation Storage.</summary>
    public static DicomUid RtTreatmentPreparationStorage => new("1.2.840.10008.5.1.4.1.1.481.22");

    /// <summary>Enhanced RT Image Storage.</summary>
    public static DicomUid EnhancedRtImageStorage => new("1.2.840.10008.5.1.4.1.1.481.23");

    /// <summary>Enhanced Continuous RT Image Storage.</summary>
    public static DicomUid EnhancedContinuousRtImageStorage =>
        new("1.2.840.10008.5.1.4.1.1.481.24");

    /// <summary>RT Patient Position Acquisition Instruction Storage.</summary>
    public static DicomUid RtPatientPositionAcquisitionInstructionStorage =>
        new("1.2.840.10008.5.1.4.1.1.481.25");

    /// <summary>RT Beams Delivery Instruction Storage.</summary>
    public static DicomUid RtBeamsDeliveryInstructionStorage => new("1.2.840.10008.5.1.4.34.7");

    /// <summary>RT Brachy Application Setup Delivery Instruction Storage.</summary>
    public static DicomUid RtBrachyApplicationSetupDeliveryInstructionStorage =>
        new("1.2.840.10008.5.1.4.34.10");

    /// <summary>Hanging Protocol Storage.</summary>
    public static DicomUid HangingProtocolStorage => new("1.2.840.10008.5.1.4.38.1");

    /// <summary>Color Palette Storage.</summary>
    public static DicomUid ColorPaletteStorage => new("1.2.840.10008.5.1.4.39.1");

    /// <summary>Generic Implant Template Storage.</summary>
    public static DicomUid GenericImplantTemplateStorage => new("1.2.840.10008.5.1.4.43.1");

    /// <summary>Implant Assembly Template Storage.</summary>
    public static DicomUid ImplantAssemblyTemplateStorage => new("1.2.840.10008.5.1.4.44.1");

    /// <summary>Implant Template Group Storage.</summary>
    public static DicomUid ImplantTemplateGroupStorage => new("1.2.840.10008.5.1.4.45.1");
}
