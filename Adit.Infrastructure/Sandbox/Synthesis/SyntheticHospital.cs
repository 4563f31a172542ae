using System.Globalization;
using Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>
/// The studies of the sandbox. They are the same in every run. Names are made up; they cover the alphabets and the ways
/// to write them that archives meet: ISO_IR 100, 101, 126, 144, 148, 192, ISO 2022 IR 87 and the default repertoire.
/// </summary>
internal static class SyntheticHospital
{
    private const string Latin1 = "ISO_IR 100";
    private const string Latin2 = "ISO_IR 101";
    private const string Greek = "ISO_IR 126";
    private const string Cyrillic = "ISO_IR 144";
    private const string Turkish = "ISO_IR 148";
    private const string Utf8 = "ISO_IR 192";
    private const string Japanese = @"\ISO 2022 IR 87";

    private static readonly Phantom Head = HeadPhantom.Create(withLesion: false);
    private static readonly Phantom HeadWithLesion = HeadPhantom.Create(withLesion: true);
    private static readonly Phantom TrunkOnTable = TrunkPhantom.Create(withTable: true);
    private static readonly Phantom Trunk = TrunkPhantom.Create(withTable: false);

    public static IReadOnlyList<SyntheticStudy> Studies { get; } =
    [.. Plan().Select((study, index) => study with { Number = index + 1 })];

    private static IEnumerable<SyntheticStudy> Plan() =>
        [.. WesternEurope(), .. SouthernEurope(), .. Japan(), .. EasternEurope(), .. Others()];

    private static IEnumerable<SyntheticStudy> WesternEurope()
    {
        var keller = Patient("SBX-1001", "Keller^Jörg", 1958, 3, 14, "M", Latin1);
        yield return Study(
            keller,
            "2024-03-11 08:12",
            "CT Head",
            [
                HeadCt("Head 5.0 brain", Head, CtWindow.Brain, 32, 5, 512),
                HeadCt("Head 5.0 bone", Head, CtWindow.Bone, 32, 5, 512),
                Report(
                    "HEAD",
                    "Kein Nachweis einer Blutung. Altersgemäße Weite der Liquorräume.",
                    "Unauffälliger Befund."
                ),
            ]
        );
        yield return Study(keller, "2024-03-11 09:40", "Chest in two planes", ChestRadiographs());

        var mussig = Patient("SBX-1002", "Müßig-Groß^Käthe", 1941, 11, 2, "F", Latin1);
        yield return Study(
            mussig,
            "2024-05-06 10:05",
            "CT Chest Abdomen Pelvis with contrast",
            [
                TrunkCt(
                    "CAP 1.75 soft",
                    CtWindow.Soft,
                    TissueContrast.CtEnhanced,
                    320,
                    190,
                    -1.75,
                    512
                ),
                TrunkCt("CAP 5.0 lung", CtWindow.Lung, TissueContrast.CtEnhanced, 54, 195, -5, 512),
                CoronalCt(40),
                Report(
                    "CHEST",
                    "Rundherd im rechten Oberlappen, 18 mm. Leberläsion in Segment VIII.",
                    "Verlaufskontrolle empfohlen."
                ),
            ]
        );
        yield return Study(
            mussig,
            "2024-11-18 10:30",
            "CT Chest follow-up",
            [
                TrunkCt("Chest 3.0 soft", CtWindow.Soft, TissueContrast.Ct, 88, 195, -3, 256),
                TrunkCt("Chest 5.0 lung", CtWindow.Lung, TissueContrast.Ct, 54, 195, -5, 256),
            ]
        );

        var johanna = Patient("SBX-1003", "Keller^Johanna", 1990, 7, 23, "F", Latin1);
        yield return Study(johanna, "2025-01-15 16:20", "Chest in two planes", ChestRadiographs());
        yield return Study(
            johanna,
            "2025-01-15 17:02",
            "CT Head trauma",
            [
                HeadCt("Head 4.0 brain", HeadWithLesion, CtWindow.Brain, 40, 4, 256),
                HeadCt("Head 4.0 bone", HeadWithLesion, CtWindow.Bone, 40, 4, 256),
            ]
        );

        var lindstrom = Patient("SBX-1004", "Lindström^Åsa^Maria^Dr.", 1969, 12, 31, "F", Latin1);
        yield return Study(lindstrom, "2024-08-29 13:15", "US Abdomen", Ultrasound());
        yield return Study(lindstrom, "2025-02-03 07:55", "MR Brain", BrainMr(Head, 22));

        var maeve = Patient("SBX-1005", "Oharra^Maeve", 1977, 4, 5, "F", null);
        yield return Study(
            maeve,
            "2024-09-12 11:11",
            "CT Abdomen",
            [
                TrunkCt(
                    "Abdomen 5.0 soft",
                    CtWindow.Soft,
                    TissueContrast.CtEnhanced,
                    60,
                    10,
                    -5,
                    512
                ),
                CoronalCt(24),
            ]
        );
        yield return Study(
            maeve,
            "2024-09-13 09:00",
            "Report of an outside study",
            [Report("ABDOMEN", "Small lesion of the liver, unchanged.", "Benign.")]
        );
    }

    private static IEnumerable<SyntheticStudy> SouthernEurope()
    {
        var eleni = Patient("SBX-2001", "Παπαδοπούλου^Ελένη", 1973, 6, 18, "F", Greek);
        yield return Study(
            eleni,
            "2024-04-22 12:45",
            "MR Brain",
            [
                .. BrainMr(HeadWithLesion, 26),
                Report(
                    "HEAD",
                    "Εστιακή βλάβη αριστερά με περιεστιακό οίδημα.",
                    "Συνιστάται επανέλεγχος."
                ),
            ]
        );
        yield return Study(
            eleni,
            "2024-10-21 12:30",
            "MR Brain follow-up",
            [
                Mr("t2_tse_tra", HeadWithLesion, MrSequence.T2, SliceOrientation.Axial, 26),
                Mr(
                    "t2_tirm_tra_dark-fluid",
                    HeadWithLesion,
                    MrSequence.Flair,
                    SliceOrientation.Axial,
                    26
                ),
            ]
        );

        var nikos = Patient("SBX-2002", "Γεωργίου^Νίκος", 1966, 1, 30, "M", Utf8);
        yield return Study(nikos, "2024-06-14 08:50", "US Abdomen", Ultrasound());
        yield return Study(nikos, "2025-03-20 09:10", "Chest in two planes", ChestRadiographs());

        var deniz = Patient("SBX-2003", "Yıldız^Deniz", 1995, 10, 10, "O", Turkish);
        yield return Study(deniz, "2025-04-08 15:35", "MR Brain", BrainMr(Head, 20));
    }

    private static IEnumerable<SyntheticStudy> Japan()
    {
        var hanako = Patient(
            "SBX-3001",
            "Suzuki^Hanako=鈴木^花子=すずき^はなこ",
            1985,
            2,
            8,
            "F",
            Japanese
        );
        yield return Study(
            hanako,
            "2024-07-01 10:20",
            "CT Head",
            [HeadCt("Head 6.0 brain", Head, CtWindow.Brain, 26, 6, 256)]
        );
        yield return Study(
            hanako,
            "2024-07-03 14:00",
            "MR Brain",
            [.. BrainMr(Head, 24), Report("HEAD", "頭部に異常所見なし", "正常")]
        );

        var kenji = Patient(
            "SBX-3002",
            "Satō^Kenji=佐藤^健二=さとう^けんじ",
            1952,
            9,
            27,
            "M",
            Utf8
        );
        yield return Study(
            kenji,
            "2025-05-19 11:45",
            "CT Chest",
            [
                TrunkCt("Chest 5.0 soft", CtWindow.Soft, TissueContrast.Ct, 54, 195, -5, 256),
                TrunkCt("Chest 5.0 lung", CtWindow.Lung, TissueContrast.Ct, 54, 195, -5, 256),
            ]
        );
        yield return Study(kenji, "2025-05-19 12:20", "Chest in two planes", ChestRadiographs());
    }

    private static IEnumerable<SyntheticStudy> EasternEurope()
    {
        var jiri = Patient("SBX-4001", "Novák^Jiří", 1980, 5, 17, "M", Latin2);
        yield return Study(jiri, "2024-12-02 18:05", "MR Brain", BrainMr(HeadWithLesion, 24));

        var vera = Patient("SBX-4002", "Соколова^Вера", 1947, 8, 1, "F", Cyrillic);
        yield return Study(
            vera,
            "2025-06-11 09:25",
            "CT Abdomen",
            [TrunkCt("Abdomen 5.0 soft", CtWindow.Soft, TissueContrast.CtEnhanced, 60, 10, -5, 256)]
        );
        yield return Study(vera, "2025-06-11 10:00", "US Abdomen", Ultrasound());
    }

    private static IEnumerable<SyntheticStudy> Others()
    {
        var mia = Patient("SBX-5001", "Berg^Mia", 2019, 3, 3, "F", null);
        yield return Study(mia, "2025-07-07 07:07", "Chest", [ChestRadiographs()[0]]);

        var phantom = Patient("SBX-9001", "Phantom^Quality Control", 2000, 1, 1, "O", null);
        yield return Study(
            phantom,
            "2025-08-01 06:00",
            "Quality control",
            [
                HeadCt("Constancy", Head, CtWindow.Brain, 4, 20, 128),
                Mr("Constancy T1", Head, MrSequence.T1, SliceOrientation.Axial, 4, matrix: 128),
            ]
        );
        yield return Study(
            phantom,
            "2025-08-04 06:00",
            "Quality control",
            [HeadCt("Constancy", Head, CtWindow.Brain, 4, 20, 128)]
        );
    }

    private static SyntheticPatient Patient(
        string id,
        string name,
        int year,
        int month,
        int day,
        string sex,
        string? characterSet
    ) => new(id, name, new DateOnly(year, month, day), sex, characterSet);

    private static SyntheticStudy Study(
        SyntheticPatient patient,
        string at,
        string description,
        IReadOnlyList<SyntheticSeries> series
    ) =>
        new(
            patient,
            Number: 0,
            DateTime.Parse(at, CultureInfo.InvariantCulture),
            description,
            series
        );

    private static CtSeries HeadCt(
        string description,
        Phantom phantom,
        CtWindow window,
        int count,
        double spacing,
        int matrix
    ) =>
        new(
            description,
            "HEAD",
            count,
            phantom,
            TissueContrast.Ct,
            SliceOrientation.Axial,
            First: -70,
            spacing,
            FieldOfView: 240,
            matrix,
            window
        );

    private static CtSeries TrunkCt(
        string description,
        CtWindow window,
        TissueContrast contrast,
        int count,
        double first,
        double spacing,
        int matrix
    ) =>
        new(
            description,
            first > 100 ? "CHEST" : "ABDOMEN",
            count,
            TrunkOnTable,
            contrast,
            SliceOrientation.Axial,
            first,
            spacing,
            FieldOfView: 470,
            matrix,
            window
        );

    private static CtSeries CoronalCt(int count) =>
        new(
            "Coronal 5.0",
            "ABDOMEN",
            count,
            TrunkOnTable,
            TissueContrast.CtEnhanced,
            SliceOrientation.Coronal,
            First: -2.5 * count,
            Spacing: 5,
            FieldOfView: 500,
            Matrix: 256,
            CtWindow.Soft
        );

    private static IReadOnlyList<SyntheticSeries> BrainMr(Phantom phantom, int count) =>
        [
            Mr("t1_se_sag", phantom, MrSequence.T1, SliceOrientation.Sagittal, count),
            Mr("t2_tse_tra", phantom, MrSequence.T2, SliceOrientation.Axial, count),
            Mr("t2_tirm_tra_dark-fluid", phantom, MrSequence.Flair, SliceOrientation.Axial, count),
        ];

    /// <summary>Slices spread evenly over the head.</summary>
    private static MrSeries Mr(
        string description,
        Phantom phantom,
        MrSequence sequence,
        SliceOrientation orientation,
        int count,
        int matrix = 256
    )
    {
        var (first, last) = orientation == SliceOrientation.Axial ? (-70.0, 85.0) : (-62.0, 62.0);
        return new MrSeries(
            description,
            count,
            phantom,
            sequence,
            orientation,
            first,
            Math.Round((last - first) / (count - 1), 2),
            matrix
        );
    }

    private static IReadOnlyList<SyntheticSeries> ChestRadiographs() =>
        [
            new CrSeries("PA", "CHEST", Trunk, Projection.Frontal, Top: 225),
            new CrSeries("Lateral", "CHEST", Trunk, Projection.Lateral, Top: 225),
        ];

    private static IReadOnlyList<SyntheticSeries> Ultrasound() =>
        [
            new UltrasoundSeries("Liver and kidney", "ABDOMEN", Count: 6),
            new UltrasoundCineSeries("Breathing", "ABDOMEN", Count: 2, Frames: 24),
        ];

    private static ReportSeries Report(string bodyPart, string findings, string impression) =>
        new(bodyPart, findings, impression);
}
