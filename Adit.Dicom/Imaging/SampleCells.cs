namespace Adit.Dicom.Imaging;

/// <summary>How decoded numbers become cells.</summary>
internal static class SampleCells
{
    /// <summary>
    /// Fills the bits above a signed number with its sign, as most programs expect, when the picture uses exactly the lowest bits.
    /// </summary>
    /// <param name="value">A sample.</param>
    /// <param name="precision">Its bits.</param>
    /// <param name="frame">The cells.</param>
    public static int Extend(int value, int precision, FrameDescription frame)
    {
        if (!frame.IsSigned || precision != frame.BitsStored || frame.HighBit != precision - 1)
        {
            return value;
        }
        var unused = 32 - precision;
        return value << unused >> unused;
    }
}
