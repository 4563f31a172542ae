using FluentValidation;

namespace Adit.Domain.DicomNodes;

public sealed record ServerInput
{
    public int? Id { get; init; }
    public string Name { get; init; } = "";
    public string? IdDomain { get; init; }
    public AcceptedData AcceptedData { get; init; } = AcceptedData.Pseudonymised;
    public string AeTitle { get; init; } = "";
    public string Host { get; init; } = "";
    public int Port { get; init; } = 104;
    public ServerServices Services { get; init; } = ServerServices.DimseDefault;
    public string? DicomWebUrl { get; init; }
    public string? QidoPrefix { get; init; }
    public string? WadoPrefix { get; init; }
    public string? StowPrefix { get; init; }
    public string? FallbackCharacterSet { get; init; }
    public ExpectedSet ExpectedSet { get; init; } = ExpectedSet.ImageList;
    public int MaxSearchResults { get; init; } = DicomServerNode.DefaultMaxSearchResults;
    public int MaxAssociations { get; init; } = DicomServerNode.DefaultMaxAssociations;
    public ServerTimeouts Timeouts { get; init; } = new();
}

public sealed record FolderInput
{
    public int? Id { get; init; }
    public string Name { get; init; } = "";
    public string? IdDomain { get; init; }
    public AcceptedData AcceptedData { get; init; } = AcceptedData.Pseudonymised;
    public string Path { get; init; } = "";
    public int? QuotaGb { get; init; }
    public int? WarnGb { get; init; }
}

public sealed class ServerInputValidator : AbstractValidator<ServerInput>
{
    public ServerInputValidator()
    {
        RuleFor(x => x.Name)
            .NotEmpty()
            .WithMessage("Enter a name, such as \"Main PACS\".")
            .MaximumLength(DicomNode.MaxNameLength)
            .WithMessage($"A name has at most {DicomNode.MaxNameLength} characters.");
        RuleFor(x => x.IdDomain)
            .MaximumLength(DicomNode.MaxIdDomainLength)
            .WithMessage($"An ID domain has at most {DicomNode.MaxIdDomainLength} characters.");
        // PS3.5 6.2, VR AE: 16 characters of the default repertoire, no backslash, not blank alone.
        RuleFor(x => x.AeTitle)
            .NotEmpty()
            .WithMessage("Enter the AE title of the server, such as \"PACS1\".")
            .Must(a => (a?.Trim().Length ?? 0) <= DicomServerNode.MaxAeTitleLength)
            .WithMessage($"An AE title has at most {DicomServerNode.MaxAeTitleLength} characters.")
            .Must(a => a is null || a.All(c => c is >= ' ' and <= '~' and not '\\'))
            .WithMessage("An AE title has plain ASCII characters only, and no backslash.");
        RuleFor(x => x.Host)
            .NotEmpty()
            .WithMessage("Enter the host name or address of the server.")
            .MaximumLength(DicomServerNode.MaxHostLength)
            .WithMessage($"A host name has at most {DicomServerNode.MaxHostLength} characters.")
            .Must(h =>
                string.IsNullOrWhiteSpace(h)
                || Uri.CheckHostName(h.Trim()) != UriHostNameType.Unknown
            )
            .WithMessage(
                "This is neither a host name nor an address. Give it without a scheme and without a port."
            );
        RuleFor(x => x.Port)
            .InclusiveBetween(1, 65535)
            .WithMessage("A port is a number from 1 to 65535.");
        RuleFor(x => x.AcceptedData)
            .Must(BeKnown)
            .WithMessage("Choose which data this node accepts.");
        RuleFor(x => x.MaxSearchResults)
            .InclusiveBetween(1, 10_000)
            .WithMessage("The number of search results is limited to a number from 1 to 10,000.");
        RuleFor(x => x.MaxAssociations)
            .InclusiveBetween(1, 64)
            .WithMessage("The number of associations is limited to a number from 1 to 64.");
        RuleFor(x => x.Timeouts)
            .Must(t =>
                new[]
                {
                    t.ConnectSeconds,
                    t.ResponseSeconds,
                    t.FirstImageSeconds,
                    t.OfflineSeconds,
                    t.IdleSeconds,
                    t.TotalSeconds,
                }.All(s => s is >= 1 and <= ServerTimeouts.MaxSeconds)
            )
            .WithMessage(
                $"Each time limit is a number of seconds from 1 to {ServerTimeouts.MaxSeconds}."
            );
        RuleFor(x => x.DicomWebUrl)
            .Must(BeHttpUrl)
            .WithMessage(
                "Enter the whole address of the DICOMweb service, such as https://pacs/dicom-web."
            );
        RuleForEach(x => new[] { x.DicomWebUrl, x.QidoPrefix, x.WadoPrefix, x.StowPrefix })
            .MaximumLength(500)
            .WithMessage("An address or prefix has at most 500 characters.")
            .OverridePropertyName(nameof(ServerInput.DicomWebUrl));
        RuleFor(x => x.FallbackCharacterSet)
            .MaximumLength(64)
            .WithMessage("A character set has at most 64 characters, such as ISO_IR 100.");
    }

    internal static bool BeKnown(AcceptedData data) =>
        (data & ~(AcceptedData.Identified | AcceptedData.Pseudonymised)) == AcceptedData.None;

    private static bool BeHttpUrl(string? url) =>
        string.IsNullOrWhiteSpace(url)
        || (
            Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        );
}

public sealed class FolderInputValidator : AbstractValidator<FolderInput>
{
    public FolderInputValidator()
    {
        RuleFor(x => x.Name)
            .NotEmpty()
            .WithMessage("Enter a name, such as \"Research share\".")
            .MaximumLength(DicomNode.MaxNameLength)
            .WithMessage($"A name has at most {DicomNode.MaxNameLength} characters.");
        RuleFor(x => x.IdDomain)
            .MaximumLength(DicomNode.MaxIdDomainLength)
            .WithMessage($"An ID domain has at most {DicomNode.MaxIdDomainLength} characters.");
        RuleFor(x => x.Path)
            .NotEmpty()
            .WithMessage("Enter the path of the folder as the server of Adit sees it.")
            .MaximumLength(DicomFolderNode.MaxPathLength)
            .WithMessage($"A path has at most {DicomFolderNode.MaxPathLength} characters.")
            .Must(p => string.IsNullOrWhiteSpace(p) || Path.IsPathFullyQualified(p.Trim()))
            .WithMessage("Enter an absolute path, such as /data/research.");
        RuleFor(x => x.AcceptedData)
            .Must(ServerInputValidator.BeKnown)
            .WithMessage("Choose which data this node accepts.");
        RuleFor(x => x.QuotaGb)
            .GreaterThan(0)
            .WithMessage("A quota is a whole number of gigabytes above 0.");
        RuleFor(x => x.WarnGb)
            .GreaterThan(0)
            .WithMessage("The warning limit is a whole number of gigabytes above 0.")
            .LessThanOrEqualTo(x => x.QuotaGb)
            .When(
                x => x.WarnGb is not null && x.QuotaGb is not null,
                ApplyConditionTo.CurrentValidator
            )
            .WithMessage("The warning comes before the quota: enter a smaller number.");
    }
}
