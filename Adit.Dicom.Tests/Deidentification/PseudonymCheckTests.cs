using Adit.Dicom.Deidentification;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

public sealed class PseudonymCheckTests
{
    private static readonly DateOnly BirthDate = new(1965, 3, 12);

    [Theory]
    [InlineData("S-001")]
    [InlineData("Prüfling 7")]
    [InlineData("A")]
    [InlineData("0042")]
    [InlineData("a.b_c-d+e(f)[g]{h}~#&'!@$%")]
    [InlineData("CONTROL-1")]
    [InlineData("COM10")]
    public void Validate_Usable_IsNull(string pseudonym) =>
        PseudonymCheck.Validate(pseudonym).ShouldBeNull();

    [Theory]
    [InlineData(null, PseudonymProblem.Empty)]
    [InlineData("", PseudonymProblem.Empty)]
    [InlineData("  ", PseudonymProblem.Empty)]
    [InlineData(" A", PseudonymProblem.OuterBlank)]
    [InlineData("A ", PseudonymProblem.OuterBlank)]
    [InlineData("A\u00A0", PseudonymProblem.OuterBlank)]
    [InlineData("A\nB", PseudonymProblem.ControlCharacter)]
    [InlineData("A\u0000", PseudonymProblem.ControlCharacter)]
    [InlineData("A\u001B", PseudonymProblem.ControlCharacter)]
    [InlineData("A\u202EB", PseudonymProblem.ControlCharacter)]
    [InlineData("A\u200BB", PseudonymProblem.ControlCharacter)]
    [InlineData("A\\B", PseudonymProblem.ForbiddenCharacter)]
    [InlineData("A/B", PseudonymProblem.ForbiddenCharacter)]
    [InlineData("../A", PseudonymProblem.ForbiddenCharacter)]
    [InlineData("A:B", PseudonymProblem.ForbiddenCharacter)]
    [InlineData("A*", PseudonymProblem.ForbiddenCharacter)]
    [InlineData("A?", PseudonymProblem.ForbiddenCharacter)]
    [InlineData("A^B", PseudonymProblem.ForbiddenCharacter)]
    [InlineData("A=B", PseudonymProblem.ForbiddenCharacter)]
    [InlineData("..", PseudonymProblem.NoFolderName)]
    [InlineData("A.", PseudonymProblem.NoFolderName)]
    [InlineData("con", PseudonymProblem.NoFolderName)]
    [InlineData("NUL.txt", PseudonymProblem.NoFolderName)]
    [InlineData("COM1", PseudonymProblem.NoFolderName)]
    [InlineData("LPT9 .x", PseudonymProblem.NoFolderName)]
    public void Validate_Unusable_SaysWhy(string? pseudonym, PseudonymProblem expected) =>
        PseudonymCheck.Validate(pseudonym).ShouldBe(expected);

    [Fact]
    public void Validate_Length_IsThatOfDicom()
    {
        PseudonymCheck.Validate(new string('x', 64)).ShouldBeNull();
        PseudonymCheck.Validate(new string('x', 65)).ShouldBe(PseudonymProblem.TooLong);
    }

    [Theory]
    [InlineData("S-001", null)]
    [InlineData("K7QX33", null)]
    [InlineData("HM-001", null)]
    [InlineData("2024-17", null)]
    [InlineData("PAT-0012345", PseudonymProblem.ContainsPatientId)]
    [InlineData("xpat0012345y", PseudonymProblem.ContainsPatientId)]
    [InlineData("P_A_T_0012345", PseudonymProblem.ContainsPatientId)]
    [InlineData("Müller", PseudonymProblem.ContainsName)]
    [InlineData("S-mueller-1", PseudonymProblem.ContainsName)]
    [InlineData("S1MULLER", PseudonymProblem.ContainsName)]
    [InlineData("Hans01", PseudonymProblem.ContainsName)]
    [InlineData("subject-joerg", PseudonymProblem.ContainsName)]
    [InlineData("HM19650312", PseudonymProblem.ContainsBirthDate)]
    [InlineData("MH-12.03.1965", PseudonymProblem.ContainsBirthDate)]
    [InlineData("hm 120365", PseudonymProblem.ContainsBirthDate)]
    [InlineData("MH_031265", PseudonymProblem.ContainsBirthDate)]
    [InlineData("HM1965", PseudonymProblem.ContainsBirthDate)]
    [InlineData("X-19650312", PseudonymProblem.ContainsBirthDate)]
    [InlineData(" x", PseudonymProblem.OuterBlank)]
    public void Check_ForThisPatient_SaysWhatGivesAway(
        string pseudonym,
        PseudonymProblem? expected
    ) =>
        PseudonymCheck
            .Check(pseudonym, "PAT-0012345", "Müller^Hans Jörg^^Dr.", BirthDate)
            .ShouldBe(expected);

    [Theory]
    [InlineData("S-00077", "77", null)]
    [InlineData("77", "77", PseudonymProblem.ContainsPatientId)]
    [InlineData("S-77", "77", PseudonymProblem.ContainsPatientId)]
    [InlineData("S-1234", "0001234", PseudonymProblem.ContainsPatientId)]
    [InlineData("S-1234", null, null)]
    [InlineData("S-1234", "  ", null)]
    [InlineData("x#", "#", PseudonymProblem.ContainsPatientId)]
    public void Check_Id_CountsWithItsLength(
        string pseudonym,
        string? id,
        PseudonymProblem? expected
    ) => PseudonymCheck.Check(pseudonym, id, null, null).ShouldBe(expected);

    [Theory]
    [InlineData("Li-1", "Wu^Li", null)]
    [InlineData("von-1", "von der Heide^Uta", null)]
    [InlineData("Dr-17", "Wu^Li^^Dr.", null)]
    [InlineData("Heide", "von der Heide^Uta", PseudonymProblem.ContainsName)]
    [InlineData("OBRIEN1", "O'Brien^Mary", PseudonymProblem.ContainsName)]
    [InlineData("山田-1", "Yamada^Tarou=山田^太郎", PseudonymProblem.ContainsName)]
    [InlineData("Wagner", "Müller, Hans", null)]
    [InlineData("Hans1", "Müller, Hans", PseudonymProblem.ContainsName)]
    public void Check_Name_CountsFromThreeLetters(
        string pseudonym,
        string name,
        PseudonymProblem? expected
    ) => PseudonymCheck.Check(pseudonym, null, name, null).ShouldBe(expected);

    [Fact]
    public void MessageFor_EachProblem_IsASentence()
    {
        foreach (var problem in Enum.GetValues<PseudonymProblem>())
        {
            PseudonymCheck.MessageFor(problem).ShouldEndWith(".");
        }
    }
}
