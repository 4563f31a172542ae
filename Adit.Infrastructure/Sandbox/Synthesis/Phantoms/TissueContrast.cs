namespace Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

/// <summary>How one kind of acquisition shows each tissue.</summary>
internal sealed class TissueContrast
{
    private readonly float[] values;

    private TissueContrast(Func<Tissue, float> value)
    {
        var tissues = Enum.GetValues<Tissue>();
        values = new float[tissues.Length];
        foreach (var tissue in tissues)
        {
            values[(int)tissue] = value(tissue);
        }
    }

    /// <summary>Hounsfield units without contrast agent.</summary>
    public static TissueContrast Ct { get; } = new(HounsfieldUnits);

    /// <summary>Hounsfield units in the portal venous phase.</summary>
    public static TissueContrast CtEnhanced { get; } =
        new(tissue =>
            tissue switch
            {
                Tissue.Blood => 175,
                Tissue.Liver => 112,
                Tissue.Spleen => 124,
                Tissue.Kidney => 168,
                Tissue.Lesion => 62,
                _ => HounsfieldUnits(tissue),
            }
        );

    public static TissueContrast MrT1 { get; } =
        new(tissue =>
            MagneticResonance(
                tissue,
                fat: 950,
                muscle: 380,
                fluid: 110,
                grey: 420,
                white: 560,
                lesion: 300
            )
        );

    public static TissueContrast MrT2 { get; } =
        new(tissue =>
            MagneticResonance(
                tissue,
                fat: 620,
                muscle: 210,
                fluid: 1250,
                grey: 560,
                white: 430,
                lesion: 860
            )
        );

    public static TissueContrast MrFlair { get; } =
        new(tissue =>
            MagneticResonance(
                tissue,
                fat: 560,
                muscle: 260,
                fluid: 70,
                grey: 520,
                white: 430,
                lesion: 980
            )
        );

    /// <summary>Linear attenuation of X-rays, per mm, for projections.</summary>
    public static TissueContrast Attenuation { get; } =
        new(tissue => Math.Max(0, 0.0085f * (1 + (HounsfieldUnits(tissue) / 1000))));

    public float this[Tissue tissue] => values[(int)tissue];

    private static float HounsfieldUnits(Tissue tissue) =>
        tissue switch
        {
            Tissue.Air => -1000,
            Tissue.Fat => -98,
            Tissue.Muscle => 52,
            Tissue.Blood => 44,
            Tissue.CorticalBone => 980,
            Tissue.Marrow => 260,
            Tissue.Fluid => 7,
            Tissue.GreyMatter => 38,
            Tissue.WhiteMatter => 29,
            Tissue.Dura => 60,
            Tissue.Lens => 85,
            Tissue.Lesion => 74,
            Tissue.AirCells => -620,
            Tissue.Lung => -830,
            Tissue.Liver => 60,
            Tissue.Spleen => 50,
            Tissue.Kidney => 34,
            Tissue.Bowel => 22,
            Tissue.Table => -780,
        };

    private static float MagneticResonance(
        Tissue tissue,
        float fat,
        float muscle,
        float fluid,
        float grey,
        float white,
        float lesion
    ) =>
        tissue switch
        {
            Tissue.Air or Tissue.Table => 4,
            Tissue.Fat => fat,
            Tissue.Muscle or Tissue.Bowel => muscle,
            Tissue.Blood => 60, // flow void
            Tissue.CorticalBone => 25,
            Tissue.Marrow => fat * 0.55f,
            Tissue.Fluid => fluid,
            Tissue.GreyMatter => grey,
            Tissue.WhiteMatter => white,
            Tissue.Dura => 140,
            Tissue.Lens => 180,
            Tissue.Lesion => lesion,
            Tissue.AirCells or Tissue.Lung => 18,
            Tissue.Liver or Tissue.Spleen or Tissue.Kidney => (grey + muscle) / 2,
        };
}
