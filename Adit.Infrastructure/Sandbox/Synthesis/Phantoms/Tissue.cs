namespace Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

/// <summary>What a point of a phantom is made of; a <see cref="TissueContrast"/> says how a scanner sees it.</summary>
internal enum Tissue
{
    Air,
    Fat,
    Muscle,
    Blood,
    CorticalBone,
    Marrow,
    Fluid,
    GreyMatter,
    WhiteMatter,
    Dura,
    Lens,
    Lesion,
    AirCells,
    Lung,
    Liver,
    Spleen,
    Kidney,
    Bowel,
    Table,
}
