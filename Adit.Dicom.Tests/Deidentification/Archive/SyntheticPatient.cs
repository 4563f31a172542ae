using System.Globalization;

namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <summary>A person who does not exist, with what hospitals write about people.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Family">The family name as in a person name.</param>
/// <param name="Given">The given name.</param>
/// <param name="Id">The patient ID.</param>
/// <param name="Birth">The birth date.</param>
/// <param name="Sex">M, F or O.</param>
/// <param name="Physician">The referring physician, as family^given.</param>
/// <param name="Phone">As written in a form.</param>
/// <param name="Street">As written in a form.</param>
/// <param name="City">As written in a form.</param>
public sealed record SyntheticPatient(
    int Number,
    string Family,
    string Given,
    string Id,
    DateOnly Birth,
    string Sex,
    string Physician,
    string Phone,
    string Street,
    string City
)
{
    public string Pseudonym =>
        string.Create(CultureInfo.InvariantCulture, $"STUDY-{Number + 1:D3}");

    public string DicomName => $"{Family}^{Given}";

    /// <summary>The family name as people type it who do not have its letters.</summary>
    public string FoldedFamily =>
        new([
            .. Family
                .Normalize(System.Text.NormalizationForm.FormD)
                .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                .Select(c => c == 'ı' ? 'i' : c),
        ]);

    public string Mail =>
        string.Create(CultureInfo.InvariantCulture, $"kontakt{Number}@family.example");

    /// <summary>The digits and letters of the patient ID.</summary>
    public string Digits => new([.. Id.Where(char.IsAsciiLetterOrDigit)]);

    public string PhysicianFamily => Physician.Split('^')[0];

    public string BirthDate => Birth.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public string Accession(int study) =>
        string.Create(CultureInfo.InvariantCulture, $"ACC{7104 + (Number * 37)}{study}X{Number}");

    public DateOnly StudyDay(int study) =>
        new DateOnly(2014, 3, 11).AddDays((Number * 61) + (study * 97));

    public static IReadOnlyList<SyntheticPatient> All { get; } =
    [
        Make(
            0,
            "Zwirnhofer",
            "Adelgunde",
            "4711-08",
            "1951-04-07",
            "F",
            "Quendler^Ottokar",
            "+49 6221 563981",
            "Tulpenweg 17",
            "69120 Heidelberg"
        ),
        Make(
            1,
            "O'Shaughnessy",
            "Fionnbar",
            "IE/99812",
            "1984-11-23",
            "M",
            "Kilbride^Sorcha",
            "+353 1 555 0142",
            "12 Harrow Street",
            "D08 Dublin"
        ),
        Make(
            2,
            "Müller-Lüdenscheidt",
            "Jörg",
            "PAT0092837",
            "1939-01-31",
            "M",
            "Weißkopf^Änne",
            "06221/56-7734",
            "Am Büchsenackerhang 5",
            "69118 Heidelberg"
        ),
        Make(
            3,
            "Yıldırımoğlu",
            "Şebnem",
            "TR.2231.77",
            "1996-07-02",
            "F",
            "Özçelik^Doğan",
            "0312 4195567",
            "Kızılay Caddesi 44",
            "06420 Ankara"
        ),
        Make(
            4,
            "Vandersteen",
            "Maartje",
            "BSN-123443210",
            "1973-09-15",
            "F",
            "Dijkgraaf^Wouter",
            "020-6241234",
            "Prinsengracht 263",
            "1016 GV Amsterdam"
        ),
        Make(
            5,
            "Krzyżanowski",
            "Świętosław",
            "PL84022912345",
            "1984-02-29",
            "M",
            "Brzęczyszczykiewicz^Grzegorz",
            "+48 22 621 02 11",
            "ulica Długa 8",
            "00-238 Warszawa"
        ),
        Make(
            6,
            "Ekström-Håkansson",
            "Åsa",
            "SE19661201",
            "1966-12-01",
            "F",
            "Sjöqvist^Björn",
            "08-555 123 45",
            "Storgatan 9",
            "114 55 Stockholm"
        ),
        Make(
            7,
            "Papadimitriou",
            "Evangelos",
            "GR 558 201",
            "1958-03-25",
            "M",
            "Kazantzis^Nikos",
            "+30 210 7221234",
            "Patission 76",
            "104 34 Athina"
        ),
        Make(
            8,
            "Obuasi",
            "Nkechinyere",
            "NG00017718",
            "2001-05-19",
            "F",
            "Adegoke^Babatunde",
            "+234 803 555 7788",
            "14 Awolowo Road",
            "Ikoyi Lagos"
        ),
        Make(
            9,
            "Castellanos",
            "Guadalupe",
            "MX-CURP-77A",
            "1977-08-08",
            "F",
            "Iturbide^Maximino",
            "+52 55 5512 3344",
            "Calle Durango 180",
            "06700 Ciudad"
        ),
        Make(
            10,
            "Nakamura",
            "Haruko",
            "JP5551209",
            "1942-10-12",
            "F",
            "Fujiwara^Kenji",
            "03-3581-4111",
            "Kasumigaseki 1-2",
            "100-0013 Tokyo"
        ),
        Make(
            11,
            "Dubreuil",
            "Anne-Sophie",
            "FR2690775",
            "1969-07-14",
            "F",
            "Lefebvre^Gaspard",
            "01 42 68 53 00",
            "3 rue Vaugirard",
            "75006 Paris"
        ),
        Make(
            12,
            "MacAllister",
            "Hamish",
            "NHS4857773456",
            "1931-02-02",
            "M",
            "Strathclyde^Morag",
            "0131 496 0234",
            "7 Canongate Lane",
            "EH8 8BX Edinburgh"
        ),
        Make(
            13,
            "Tschudin",
            "Ueli",
            "AHV7569217",
            "1990-06-30",
            "M",
            "Aebersold^Vreni",
            "044 268 11 22",
            "Seefeldstrasse 123",
            "8008 Zürich"
        ),
        Make(
            14,
            "Gonçalves",
            "Conceição",
            "PT-SNS-3381",
            "1949-12-24",
            "F",
            "Figueiredo^Joaquim",
            "213 546 789",
            "Rua Augusta 24",
            "1100-053 Lisboa"
        ),
        Make(
            15,
            "Ramanathan",
            "Venkatesh",
            "IN-AIIMS-901",
            "2018-01-05",
            "M",
            "Subramaniam^Lakshmi",
            "+91 11 2658 8500",
            "Ansari Nagar 61",
            "110029 Delhi"
        ),
        Make(
            16,
            "Haddad",
            "Mounira",
            "LB30077",
            "1987-04-18",
            "F",
            "Khoury^Elias",
            "+961 1 340 460",
            "Bliss Street 55",
            "1107 Beirut"
        ),
        Make(
            17,
            "Silverstone",
            "Bartholomew",
            "MRN:88-1200-3",
            "1925-09-09",
            "M",
            "Fairweather^Constance",
            "(617) 555-0187",
            "350 Longwood Avenue",
            "Boston MA 02115"
        ),
        Make(
            18,
            "Thorvaldsen",
            "Ragnhild",
            "NO13087534",
            "1975-08-13",
            "F",
            "Gulbrandsen^Sigurd",
            "22 85 50 50",
            "Karl Johans gate 47",
            "0162 Oslo"
        ),
        Make(
            19,
            "Szentgyörgyi",
            "Ildikó",
            "HU-TAJ-042",
            "2010-03-03",
            "F",
            "Eszterházy^Miklós",
            "+36 1 459 1500",
            "Üllői út 26",
            "1085 Budapest"
        ),
    ];

    private static SyntheticPatient Make(
        int number,
        string family,
        string given,
        string id,
        string birth,
        string sex,
        string physician,
        string phone,
        string street,
        string city
    ) =>
        new(
            number,
            family,
            given,
            id,
            DateOnly.Parse(birth, CultureInfo.InvariantCulture),
            sex,
            physician,
            phone,
            street,
            city
        );
}
