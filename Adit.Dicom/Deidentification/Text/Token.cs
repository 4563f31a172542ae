namespace Adit.Dicom.Deidentification.Text;

/// <summary>A run of letters or of digits.</summary>
internal struct Token
{
    public int Start;
    public int End;
    public WordKinds Kinds;
    public NameKind Name;
    public bool IsDigits;
    public bool IsMarked;

    public readonly int Length => End - Start;
}
