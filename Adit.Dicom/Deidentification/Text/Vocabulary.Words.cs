namespace Adit.Dicom.Deidentification.Text;

/// <content>The lists. Umlauts are two letters here, as <see cref="LetterFolding"/> writes them.</content>
internal static partial class Vocabulary
{
    private const string MedicalWords = """
        abdomen abdominal abdomens abscess abszess achilles achse adrenal angina aneurysm aneurysma ankle anterior ap pa antrum aorta
        aortic aortal appendix arm arme artery arteries arterie arterien arterial arteriell ascites aszites atlas axial axilla backbone
        becken bein beine bauch befund befunde biopsie biopsy bladder blase blood blut blutung bone bones brain breast brust bronchus
        brustwirbelsaeule bws hws lws bypass calcaneus cardiac cardio carotis carotid carpus cavum cerebral cerebrum cervical cervix
        chest clavicula clavicle coccyx colon contrast coronal coronary corpus cortex cranium crista cyst zyste darm daumen diagnose
        diagnosis diabetes distal dorsal duodenum ear elbow ellenbogen ellbogen embolie embolism endo epi extremity extremitaet eye eyes
        auge augen face facet femoral femur ferse fibula finger fingers foot feet fuss fuesse forearm fracture fraktur gallbladder galle
        gallenblase gehirn gelenk gesicht gland haematom hematoma hals hand haende hands haut head heart heel hemi hepar hepatic hernia
        hernie herz hilus hip hips hirn hoden hueft huefte humerus infarct infarkt inguinal intestine jaw joint kiefer kidney kidneys
        kinn klavikula knee knees knie knies knochen knorpel koerper kolon kopf kreuzband lateral lappen leber leg legs leiste lesion
        laesion ligament ligamentum limb links left li re rechts right lippe liver lobe lumbal lumbar lunate lung lunge lungen lungs lwk
        bwk hwk lymph lymphknoten lymphoma lymphom magen mamma mammae mandible mandibula maxilla medial mediastinum medulla meniscus
        meniskus metastase metastasen metastasis milz mitte mitral mouth mund muscle muskel myocard myokard nabel nacken nase nasal neck
        nerve nerv neuro niere nieren node nodes nodule nodulus oberarm oberschenkel oberbauch unterarm unterschenkel unterbauch oedem
        edema ohr ohren orbit orbita os osteo ovar ovary palm pankreas pancreas parenchym patella pelvis penis peri phalanx pharynx
        pleura plexus pneumonia pneumonie pneumothorax polyp popliteal portal post posterior prae pre prostata prostate proximal psoas
        pulmonary pulmonal radius rectum rektum renal rib ribs rippe rippen rippenbogen rotator ruecken rueckenmark sacrum sagittal
        scapula schaedel schenkel schilddruese schluessel schulter schultern sella sehne septum shoulder shoulders sinus skapula skull
        spina spinal spine spleen steiss steine stenose stenosis sternum stirn stomach stroke schlaganfall stent subclavia talus
        temporal tendon testis thalamus thigh thorax throat thumb thrombose thrombosis thrombus thymus thyroid tibia toe toes trachea
        transversal transverse trauma tumor tumour ulna ulnar ureter urethra uterus vagina valve vein veins vena vene venen ventral
        ventricle ventrikel vertebra vertebral wade wall wand wirbel wirbelsaeule wrist zahn zaehne zeh zehe zehen zentral central zunge zugangsweg rueckweg gehweg harnwege gallenweg gallenwege atemweg atemwege luftweg
        tongue tooth teeth ganglion glioma gliom carcinoma karzinom cancer krebs sarcoma sarkom melanoma melanom therapie therapy chemo
        radiatio operation op surgery preop postop verlauf kontrolle followup follow up routine notfall emergency akut acute chronisch
        chronic normal auffaellig unauffaellig verdacht suspected ausschluss exclusion frage question anamnese history klinik klinisch
        clinical patient patienten patientin patients pat erwachsen adult male female weiblich maennlich
        schmerz schmerzen pain fieber fever sturz fall unfall accident gravid schwanger pregnant
        """;

    private const string ImagingWords = """
        acquisition aufnahme aufnahmen adc angio angiography angiographie arteriographie artefakt artifact auflicht auto average axis b0
        blade bold bolus bolustrack brilliance bulk calcium cardio care caredose cbv cbf cest cine cisp coil comp composite cor corr
        csf ct cta ctdi cts cube cut data delay dense derived detail diff diffusion dixon dlp dose dosis dot dual dti dwi dyn dynamic
        dynamisch dynamics dynamik echo ecg ekg emission enhanced ep epi epi2d exam examination exhale expiration exspiration ext fast fat
        fb fl fl2d fl3d flair flash flow flip fmri fov frame frames fs fse fsat full fusion gad gadolinium gadovist gating gated gd gre
        grad haste head hires high hr iac image images imaging inhale inspiration inspir int inter iso iv kernel km km0 kontrast
        kontrastmittel kv kvp late lava level loc localizer locator localiser low lowdose lung mag magnitude map mapping mask max mean
        med medium merge mip minip mode motion mosaic mp mpr mprage mr mra mrcp mri mrs mrt mrv ms mtra mta multi nat native nativ ncct
        neck no non none normal nuklear obl oblique opp outphase inphase overlay pc pd pdw perf perfusion pet petct phase phasen phantom
        pilot plain plane plus port portvenoes position post prone pre prep premonitoring prescan primary processed projection protocol
        protokoll proton pulse qa qc quality quick rad ragged raw ray recon reconstruction reformat reformatted rekonstruktion rest
        result results resolve rf rho roi rontgen roentgen rotation routine run sag sagittal scan scans scout screen secondary section
        segment seg sense sequence sequenz sequential serie serien series set sharp short show siemens single slab slice slices schicht
        schichten smart smooth soft space spair spect spectro spectroscopy spgr spin spine spiral spoiled sms standard standardized start
        stack static stationary stats std step stereo stir stop stress study studie studien subtraction sub summary supine surface swi
        swan t1 t2 t1w t2w table tc te test tfe tse tof tom tomo tomogram tomographie tomography topogram total tr tra trace track
        tracking trans trufi true tse tumor turbo twist type ultra unenhanced untersuchung upper lower use uv vascular venous venoes
        version vibe view views vis vol volume voxel vr vrt vx wb wbc weight weighted whole window wip with without x xa xr xray zoom
        zero cr dr dx mg us nm pt rt sc sr pr ko ot io es px xc general hospital none nil unknown unbekannt anonymous anonym anon dummy
        demo research forschung control kontroll subject proband sample projekt project nmr report bericht befundung demonstration
        konsil consult besprechung philips siemens healthineers toshiba canon hitachi shimadzu agfa fuji fujifilm kodak carestream
        konica hologic varian elekta medtronic samsung mindray esaote neusoft ge gems picker marconi elscint adac
        bruker osirix horos visage sectra mint syngo brainlab medis pie vital
        """;

    private const string FunctionWords = """
        a an am and are as at auf aus bei before bis by das dem den der des die durch ein eine einer einem eines for from fuer gegen
        hat has im in ist into is it kein keine mit nach nicht noch nur ob oder of off on or out over per seit sich sie sind so the
        then to um und under unter ueber vom von vor was were wird with wurde zu zum zur zwischen above below after not yes nein ja
        via no here there name names namen text enter value report
        """;

    private const string CommonWords = """
        new neu alt old open close date datum jahre year tag tage woche wochen monat monate day days week weeks month
        months geboren born end ende first last next prior voraufnahme vergleich comparison compared serie nummer number klein
        gross small large ganz half one two three zwei drei vier side both beide beidseits bds seite seiten nachts morgen morgens
        abends heute today behind stein mann frau kind child baby man woman uhr termin telefon anruf bitte danke please thanks seen
        reviewed ok sehr geehrte geehrter dear stable stabil gesehen besprochen empfehlung anforderung ueberweisung station zimmer
        room ward bed bett visite dienst nachtdienst arzt aerztin doctor physician nurse schwester pfleger mta mtra assistant
        """;

    private const string Units =
        "mm cm dm m ml l mg g kg gy mgy cgy sv msv mas ma kev mev hz khz mhz ghz min sec sek s ms bar mmhg hu he ie iu uhr h mbq mci bq "
        + "bild bilder image images schicht schichten slice slices frame frames einheiten units punkte points zellen cells leukozyten "
        + "thrombozyten projektionen projections voxel voxels pixel pixels prozent percent mal fach serie serien series euro";

    private const string Particles =
        "von vom van der den dem de del della di da das dos do du des la le les los zu zum zur und y e el al ter ten te op het af av auf "
        + "im am in bin bint st sankt jr sr jun sen junior senior ii iii iv frhr freiherr";

    private const string Titles =
        "dr prof professor doktor doctor herr herrn frau fraeulein mr mrs miss mister madame monsieur hr fr oberarzt oberaerztin "
        + "chefarzt chefaerztin assistenzarzt assistenzaerztin ms geb geborene geborener nee";

    private const string TitleTails =
        "med dent phil habil rer nat hc pd priv doz univ dipl ing ao apl md phd mba msc bsc do rt facr";

    private const string PhoneLabels =
        "tel telefon telefonnummer telephone phone fon fax telefax mobil mobile mobilnummer handy handynummer cell rufnummer durchwahl "
        + "dw pager piepser hotline telnr rueckruf callback";

    private const string IdLabels =
        "mrn pid patid patientid patientenid patnr patientennr patientennummer patientnumber patientnummer fallnr fallnummer fallid "
        + "aufnahmenr aufnahmenummer auftragsnr auftragsnummer accnr accno accessionnr accessionnumber accession casenr caseid ssn svnr "
        + "kvnr versichertennr versichertennummer versnr sozialversicherungsnummer krankenversichertennummer befundnr aktennr ordernr "
        + "orderid hospitalnumber medrec ehrid kisnr kisid risnr risid visitid encounterid piz";

    private const string IdHeads =
        "pat patient patienten fall case acc kranken versicherten versicherungs sozialversicherungs auftrags auftrag order befund akten "
        + "medical record security social kis ris pacs hospital visit encounter aufnahme study studien probanden id subject";

    private const string IdTails = "id nr no number nummer num ident identifier record security";

    private const string AmericanStreets =
        "street st avenue ave road rd boulevard blvd lane ln drive dr court ct place pl way terrace parkway pkwy highway hwy square "
        + "circle trail";

    private const string AmericanStates =
        "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn "
        + "tx ut vt va wa wv wi wy dc";

    private const string AgeUnits =
        "years year yrs yr yo y jahre jahren jahr jaehrig jaehrige jaehriger jaehrigen jaehriges jaehrigem j";

    private const string InstitutionWords = """
        hospital hospitals klinik kliniken klinikum clinic clinics clinical clinique praxis gemeinschaftspraxis mvz zentrum zentren center
        centre institut institute institutes department abteilung dept universitaet universitaets university universitaetsklinik
        universitaetsklinikum uniklinik uniklinikum krankenhaus spital radiologie radiology radiologische radiologisches neuroradiologie
        neuroradiology diagnostik diagnostic diagnostics diagnostische interventionelle interventional medical medicine medizin medizinische
        medizinisches medizinischer health healthcare gesundheit care imaging bildgebung nuklearmedizin nuclear strahlentherapie
        strahlenklinik tomographie roentgen kernspin school hochschule medizinische stiftung foundation gmbh ggmbh gbr partner group
        gruppe verbund district kreis kreiskrankenhaus bezirk regional general community allgemeines allgemeine staedtisches staedtische
        stadt city county state national campus standort haus house pavillon building gebaeude fachklinik kinderklinik frauenklinik
        chirurgie surgery neurologie neurology kardiologie cardiology orthopaedie orthopedics orthopaedische urologie gynaekologie
        innere poliklinik ambulanz ambulatory outpatient akademisches lehrkrankenhaus teaching trust services service systems system
        research forschung science sciences laboratory labor unit station team zentrale central fuer the and und der des dem of for
        """;

    private const string DayLeads = "am vom bis seit ab zum on since until";

    private const string FullMonths =
        "january januar jaenner janvier gennaio enero|february februar feber fevrier febbraio febrero|march maerz mars marzo|"
        + "april avril aprile abril|may mai maggio mayo|june juni juin giugno junio|july juli juillet luglio julio|august aout agosto|"
        + "september septembre settembre septiembre|october oktober octobre ottobre octubre|november novembre noviembre|"
        + "december dezember decembre dicembre diciembre";

    private const string ShortMonths =
        "jan jaen|feb|mar mrz maer|apr||jun|jul|aug|sep sept|oct okt|nov|dec dez";
}
