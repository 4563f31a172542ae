namespace Adit.Dicom.Network.Pdus;

/// <summary>PDU types of PS3.8 9.3.</summary>
internal enum PduType : byte
{
    AssociateRequest = 1,
    AssociateAccept = 2,
    AssociateReject = 3,
    Data = 4,
    ReleaseRequest = 5,
    ReleaseResponse = 6,
    Abort = 7,
}

internal static class PduLimits
{
    /// <summary>Type, reserved byte and 32-bit length in front of every PDU.</summary>
    public const int HeaderLength = 6;

    /// <summary>32-bit length, presentation context ID and control byte in front of every fragment.</summary>
    public const int FragmentHeaderLength = 6;

    /// <summary>What this side announces as the longest P-DATA-TF that it likes to receive.</summary>
    public const int AnnouncedLength = 131_072;

    /// <summary>What is sent at most in one P-DATA-TF to a peer that announces more, or no limit.</summary>
    public const int MaxSentLength = 262_144;

    /// <summary>Peers that announce less are mistaken; a PDU must hold at least one small fragment.</summary>
    public const int MinSentLength = 128;

    /// <summary>128 contexts with many transfer syntaxes stay far below this.</summary>
    public const int MaxAssociateLength = 1 << 20;

    public const int MaxContexts = 128;
    public const int MaxTransferSyntaxes = 128;

    /// <summary>A command set holds a dozen short elements; (0000,0902) and a failed UID list stay out of it.</summary>
    public const int MaxCommandLength = 1 << 16;
}
