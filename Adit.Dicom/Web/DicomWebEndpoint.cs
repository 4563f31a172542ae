namespace Adit.Dicom.Web;

/// <summary>Where the DICOMweb services of a server are (PS3.18 section 8.2).</summary>
/// <param name="Root">The base address, such as https://pacs/dicom-web; http or https.</param>
public sealed record DicomWebEndpoint(Uri Root)
{
    /// <summary>Path between the base address and the resources of QIDO-RS; null for none.</summary>
    public string? QidoPrefix { get; init; }

    /// <summary>Path between the base address and the resources of WADO-RS; null for none.</summary>
    public string? WadoPrefix { get; init; }

    /// <summary>Path between the base address and the resources of STOW-RS; null for none.</summary>
    public string? StowPrefix { get; init; }

    /// <summary>Value of the Authorization header, sent as it is to this server only; null for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>Scheme, host and port: how messages name the server.</summary>
    public string Origin => Root.GetLeftPart(UriPartial.Authority);

    /// <summary>The address and the prefixes; never the authorization.</summary>
    public override string ToString() => Root.GetLeftPart(UriPartial.Path);

    internal Uri Resolve(string? prefix, string path)
    {
        var root = Root.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var between = prefix?.Trim('/');
        return new Uri(
            string.IsNullOrEmpty(between) ? $"{root}/{path}" : $"{root}/{between}/{path}"
        );
    }
}
