namespace Adit.Dicom.Network;

/// <summary>Where an association goes and under which names.</summary>
/// <param name="Host">Host name or IP address.</param>
/// <param name="Port">TCP port, 1 to 65535; 104 and 11112 are usual.</param>
/// <param name="CalledAeTitle">AE title of the peer, 1 to 16 characters.</param>
/// <param name="CallingAeTitle">Own AE title, 1 to 16 characters.</param>
public sealed record DicomPeer(string Host, int Port, string CalledAeTitle, string CallingAeTitle)
{
    /// <summary>The peer as "AETITLE at host:port".</summary>
    /// <returns>The called AE title with host and port.</returns>
    public override string ToString() => $"{CalledAeTitle} at {Host}:{Port}";
}
