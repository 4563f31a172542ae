namespace Adit.Dicom.Tests.Deidentification.Text;

/// <summary>Sentences with what must be left of them; "=" alone means: untouched, to the character.</summary>
internal static class TextAnswerKey
{
    public const string German = """
        Müller-Lüdenscheid|
        MÜLLER-LÜDENSCHEID, HANS JÖRG|
        Mueller-Luedenscheid, Hans|
        Muller Ludenscheid Hans|
        Hans Müller-Lüdenscheid: CT Thorax|: CT Thorax
        CT Thorax Müller-Lüdenscheid|CT Thorax
        CT Müller Thorax|CT Thorax
        Herr Müller kommt zur Kontrolle|kommt zur Kontrolle
        Müller, H.: Verlauf|: Verlauf
        J. Müller Kontrolle|Kontrolle
        H.-J. Müller, Kontrolle|, Kontrolle
        Müllers Befund|Befund
        Hans' Knie|' Knie
        Müller^Hans^Jörg|
        Mueller_Hans_Thorax|_Thorax
        HansMueller CT|HansMueller CT
        MuellerLuedenscheid CT|CT
        MULLERLUDENSCHEID CT|CT
        mueller-luedenscheid ct|ct
        geb. Weißgerber|
        geb. WEISSGERBER, Hans|
        geb. Weissgerber|
        Anna, geb. Oppelmann, 45 J.|Anna, , 45 J.
        geborene Oppelmann|
        geb. Dezember 1970|geb.
        Geb.: unbekannt|=
        Mutter: Zoellner, Kaethe|Mutter:
        überwiesen von Dr. med. Annegret Schmidtke|überwiesen von
        Schmidtke telefonisch informiert|telefonisch informiert
        MTRA Koc|MTRA
        MTRA Ayse Koç|MTRA
        PAT-0012345|
        Pat 0012345|
        pat0012345 Kontrolle|Kontrolle
        ID 12345|
        Nr. 12345 im Archiv|Nr. im Archiv
        00012345 Archiv|Archiv
        98765432 Kopie|Kopie
        98 765 432 Kopie|Kopie
        K77-4421|
        K774421 Kopie|Kopie
        A2024-556677 Thorax|Thorax
        A2024556677|
        Acc. A2024 556677|Acc.
        geb. 12.03.1965|geb.
        geb. 12.3.65, Thorax|geb. , Thorax
        *12.03.1965|*
        1965-03-12|
        19650312|
        12031965|
        03/12/1965|
        12/03/1965|
        12 Mar 1965|
        12. März 1965|
        12. Maerz 1965|
        12-MAR-65|
        March 12, 1965|
        12th of March 1965|
        650312|
        120365|
        Voraufnahme vom 17.05.2024 verglichen|Voraufnahme vom verglichen
        Voraufnahme vom 3. Juni 2019|Voraufnahme vom
        CT vom 1.2.23|CT vom
        MRT am 12.03. geplant|MRT am geplant
        Kontrolle im Mai 2024|Kontrolle im
        Kontrolle 05/2024|Kontrolle
        Aufnahme 20240517|Aufnahme
        Aufnahme 20240517101530|Aufnahme
        2024-05-17T10:15:30|T10:15:30
        Klinikum Birkenau|Klinikum
        Institut für Radiologie|=
        Birkenau Thorax|Thorax
        wohnt Lindenweg 7, 69123 Wiesenstadt|wohnt
        wohnhaft in Wiesenstadt|wohnhaft in
        69123|
        Tel. 06221 567890|
        Telefon: 06221/567890|
        +49 6221 567890|
        Rückruf 0621 / 383-2067|
        Tel: (030) 450 570 000|
        Tel.-Nr.: 4711-12|
        Handy 0170 1234567|
        Fax 0049 89 4400 0|
        mail an hans@beispiel.de bitte|mail an bitte
        h.mueller@klinik-birkenau.example.org|
        siehe https://pacs.example.org/viewer?id=7|siehe
        www.example.org/bild1 ansehen|ansehen
        Hauptstraße 12a, 12345 Berlin|
        wohnt Bismarckstr. 5|wohnt
        Berliner Straße 17|
        Karl-Marx-Allee 3, 10178 Berlin|
        D-69120 Heidelberg|
        Postfach 1234|
        Fall-Nr. 123|
        Fallnummer: 88771|
        Patienten-ID: AB12|
        Pat.-Nr. 77|
        MRN 44|
        KVNR A123456789|
        SV 65 070649 C 103|SV
        1234567 Thorax|Thorax
        Prof. Dr. Hubertus Wagenknecht anwesend|anwesend
        Frau Wagenknecht|
        Herrn Wagenknecht-Oppel|
        Hr. Wagenknecht|
        Dr. von der Marwitz|
        Frau Wagenknecht Aneurysmaclip Stentgraft|Stentgraft
        MRN: 77 L4 T2|L4 T2
        Tel. 0621/12345, OP 2019|, OP 2019
        95 Jahre alt|Jahre alt
        92-jährige Patientin|-jährige Patientin
        1.2.276.0.7230010.3.1.4.8323329|
        CT Thorax, Müller|CT Thorax,
        (Müller)|()
        "Hans"|""
        Müller\Thorax\Hans Jörg|\Thorax\
        CT Abdomen|=
        CT Abdomen mit KM i.v.|=
        Kopf nativ 5 mm|=
        MRT LWS sagittal T2 TSE|=
        t2_tse_sag_p2_320|=
        t1_mprage_sag_iso_1.0|=
        DWI b0 b500 b1000|=
        b 0 50 400 800|=
        Thorax 2 Ebenen p.a. / lateral|=
        Leber, Milz und Nieren unauffällig|=
        HWS a.p. und seitlich|=
        Z.n. Appendektomie|=
        V.a. Pneumonie re. Unterlappen|=
        Stenose LAD 70 %|=
        512 x 512, 0.75 mm|=
        Kontrastmittel 80 ml, 3.5 ml/s|=
        120 kV, 250 mAs|=
        TR 5000 TE 100|=
        FOV 350 SL 1.5|=
        45 Jahre, männlich|=
        10.5 - 12.5 cm|=
        L4/5 und L5/S1|=
        BWK 12|=
        C5-C7|=
        Segment 4a/b|=
        20000 Bilder|=
        Serie 301|=
        5.3.1|=
        Version 10.2.3.4|=
        ICD C34.1|=
        BWK 10/11/12|=
        Th10/11/12|=
        3/6/12 mm|=
        OP 10/11/12|OP
        Größe 3,5 x 2,1 cm|=
        Hautfalte links|=
        in Höhe Th 8|=
        Spirale 1.25/0.9|=
        MRS Gehirn|=
        MR Kopf|=
        DR Thorax|=
        Dr. informiert|=
        6 Fr. Katheter|=
        Frau 45 J|=
        Mamma bds. CC und MLO|=
        Zugangsweg 2|=
        Monitoring 3|=
        10:30 Uhr|=
        Patient nüchtern|=
        Patient 1 von 2|=
        1.2.840.10008.5.1.4.1.1.2|=
        B30f Kernel|=
        Oblique 45°|=
        """;

    public const string American = """
        O'BRIEN, MARY|
        O’Brien, Mary Ellen|
        Mary Ellen O'Brien CT chest|CT chest
        OBrien CT chest|CT chest
        Brien chest|chest
        O'Brien's chest|chest
        mary had CT|had CT
        M. O'Brien CT|CT
        MRN 7788990|
        7788990-CT|-CT
        AC55123|
        AC-55123 chest|chest
        acc# 55123|
        DOB 11/02/1958|DOB
        DOB: 2 Nov 1958|DOB:
        DOB 02-NOV-58|DOB
        born November 2nd, 1958|born
        11/2/58 CT|CT
        1958/11/02|
        Ref: Dr. Washburn|Ref:
        PETER J WASHBURN MD|MD
        Peter J. Washburn, MD|, MD
        Dr. Lee Wu|
        Lee, W.|
        Fairhaven|
        FAIRHAVEN GENERAL HOSPITAL|GENERAL HOSPITAL
        Call (617) 555-0123|Call
        call 617-555-0123 now|call now
        617.555.0123|
        1-800-555-0199|
        +1 617 555 0123|
        SSN 123-45-6789|
        123-45-6789|
        123 Main Street, Boston, MA 02115|,
        lives at 42 North Oak Ave|lives at
        Boston, MA 02115-1234|
        PO Box 1234|PO
        p.washburn@fairhaven.example.com|
        seen on March 5|seen on
        prior from Jan 2020|prior from
        prior from 01/2020|prior from
        Case #77|
        Mr. Featherstone|
        Mrs. Eleanor Featherstone present|present
        93 y/o|y/o
        94-year-old|-year-old
        CT CHEST W CONTRAST|=
        CT HEAD W/O CONTRAST|=
        MR BRAIN W WO|=
        AXIAL T2 FLAIR|=
        SAG T1 SE|=
        3D TOF MRA|=
        PA AND LATERAL|=
        Portable AP chest 0.5 mAs|=
        LEFT KNEE 3 VIEWS|=
        5 mm slices, 2.5 mm spacing|=
        1.25mm BONE|=
        0.1234567890|=
        45 y/o|=
        65-year-old male|=
        WL 40 WW 400|=
        R/O PE|=
        s/p CABG|=
        L2-L3 disc|=
        512x512|=
        100-120 kVp|=
        ms|=
        TE 30 ms Axial|=
        2019 guideline|=
        RECON 2: LUNG|=
        AC joint|=
        Lt hip|=
        Ax 3mm Soft Tissue|=
        may show|=
        1-2-10|=
        T2* GRE|=
        HR 70 bpm|=
        """;

    public const string Awkward = """
        Kopf nativ|=
        Kopf/Hals|=
        Kopf, Li|
        Li Kopf|
        Patient Kopf|Patient
        Frau Kopf|
        Li|=
        Heide|
        von der Heide|
        Leber von der Seite|=
        Lang|
        4711|
        ID 4711|
        14711|=
        47 11|=
        1.4711|=
        """;

    public const string Japanese = """
        山田太郎|
        山田 太郎|
        患者は山田です|患者はです
        CT 太郎 胸部|CT 胸部
        やまだ たろう|
        yamada tarou|
        YAMADA|
        Ｙａｍａｄａ|
        JP000042|
        JP-42|=
        胸部CT|=
        山 田|=
        """;

    public static IEnumerable<(string Text, string Expected)> Read(string key)
    {
        foreach (var line in key.Split('\n'))
        {
            var bar = line.LastIndexOf('|');
            var text = line[..bar];
            var expected = line[(bar + 1)..].TrimEnd('\r');
            yield return (text, expected == "=" ? text : expected);
        }
    }
}
