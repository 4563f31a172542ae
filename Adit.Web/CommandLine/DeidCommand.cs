using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;

namespace Adit.Web.CommandLine;

/// <summary>De-identifies files without a server: what a transfer does, from folder to folder.</summary>
internal static class DeidCommand
{
    private const int LargestProfile = 1 << 20;
    private const int LargestSecret = 1 << 16;

    private static readonly JsonSerializerOptions ReportFormat = new()
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A mistyped option must not be taken for one that is off, nor for one that is on.</summary>
    private static readonly JsonSerializerOptions ProfileFormat = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        MaxDepth = 16,
    };

    public static Command Build()
    {
        var input = new Argument<string>("in") { Description = "A file, or a folder with files." };
        var target = new Argument<DirectoryInfo>("out")
        {
            Description =
                "Folder for the results: study, series, instance, named by their new UIDs.",
        };
        var profile = new Option<string>("--profile")
        {
            Description =
                $"Name of a shipped profile ({string.Join(", ", ShippedProfiles.All.Select(p => $"\"{p.Name}\""))}), or a JSON file.",
            Required = true,
        };
        var secret = new Option<FileInfo>("--secret-file")
        {
            Description =
                $"File whose bytes, at least {DeidentificationKey.MinLength}, are the secret. The same secret gives the same result.",
            Required = true,
        };
        var pseudonym = new Option<string?>("--pseudonym")
        {
            Description =
                "Becomes patient ID and name; then all files have to be of one patient. Without it each patient gets a code that follows from the secret.",
        };
        var patientKey = new Option<string?>("--patient-key")
        {
            Description =
                "Says that all files are of one patient, and by which text dates are shifted; without it patients are told apart by their ID.",
        };
        var idDomain = new Option<string>("--id-domain")
        {
            Description =
                "ID domain of the patient IDs, as it is set up for a server: then dates are shifted as in transfers from it.",
            DefaultValueFactory = _ => "",
        };
        var protocolId = new Option<string?>("--trial-protocol-id")
        {
            Description = "Clinical Trial Protocol ID.",
        };
        var protocolName = new Option<string?>("--trial-protocol-name")
        {
            Description = "Clinical Trial Protocol Name.",
        };
        var report = new Option<FileInfo?>("--report")
        {
            Description = "Where to write what was done, as JSON: rules and counts, no values.",
        };
        var command = new Command(
            "deid",
            "De-identify files. Ends with 1 when a file was refused, is damaged, or could not be written."
        )
        {
            input,
            target,
            profile,
            secret,
            pseudonym,
            patientKey,
            idDomain,
            protocolId,
            protocolName,
            report,
        };
        command.SetGuardedAction(
            async (parsed, output, cancellationToken) =>
            {
                var rules = new DeidentificationRules(
                    await ProfileAsync(parsed.GetRequiredValue(profile), cancellationToken),
                    await KeyAsync(parsed.GetRequiredValue(secret), cancellationToken)
                )
                {
                    Pseudonym = Checked(parsed.GetValue(pseudonym)),
                    PatientKey = parsed.GetValue(patientKey),
                    IdDomain = parsed.GetRequiredValue(idDomain),
                    TrialProtocolId = parsed.GetValue(protocolId),
                    TrialProtocolName = parsed.GetValue(protocolName),
                };
                var run = new DeidentificationRun(
                    rules,
                    parsed.GetRequiredValue(input),
                    parsed.GetRequiredValue(target)
                );
                var results = await run.ExecuteAsync(cancellationToken);
                if (parsed.GetValue(report) is { } file)
                {
                    await File.WriteAllTextAsync(
                        file.FullName,
                        JsonSerializer.Serialize(rules.Report(), ReportFormat),
                        cancellationToken
                    );
                }
                return Show(output, results);
            }
        );
        return command;
    }

    private static async Task<DeidentificationProfile> ProfileAsync(
        string nameOrFile,
        CancellationToken cancellationToken
    )
    {
        if (
            ShippedProfiles.All.FirstOrDefault(p =>
                p.Name.Equals(nameOrFile, StringComparison.OrdinalIgnoreCase)
            ) is
            { } shipped
        )
        {
            return shipped;
        }
        if (!File.Exists(nameOrFile))
        {
            throw new CommandUsageException(
                $"There is neither a shipped profile nor a file '{nameOrFile}'. The profiles are: {string.Join(", ", ShippedProfiles.All.Select(p => p.Name))}."
            );
        }
        if (new FileInfo(nameOrFile).Length > LargestProfile)
        {
            throw new CommandUsageException($"'{nameOrFile}' is too large for a profile.");
        }
        try
        {
            var profile =
                JsonSerializer.Deserialize<DeidentificationProfile>(
                    await File.ReadAllTextAsync(nameOrFile, cancellationToken),
                    ProfileFormat
                ) ?? throw new JsonException("It is empty.");
            return Checked(profile, nameOrFile);
        }
        catch (JsonException exception)
        {
            throw new CommandUsageException($"'{nameOrFile}' is no profile: {exception.Message}");
        }
    }

    /// <summary>The same demands as those of the page on which staff makes profiles.</summary>
    private static DeidentificationProfile Checked(DeidentificationProfile profile, string path)
    {
        var problems = new ProfileInputValidator()
            .Validate(
                new ProfileInput
                {
                    Name = profile.Name,
                    Options = profile.Options,
                    Admission = profile.Admission,
                    PixelRegions = profile.PixelRegions,
                    SafePrivate = profile.SafePrivate,
                }
            )
            .Errors;
        return problems.Count == 0
            ? profile
            : throw new CommandUsageException(
                $"'{path}' is no profile: {string.Join(" ", problems.Select(p => p.ErrorMessage))}"
            );
    }

    private static async Task<DeidentificationKey> KeyAsync(
        FileInfo file,
        CancellationToken cancellationToken
    )
    {
        if (!file.Exists)
        {
            throw new CommandUsageException(
                $"There is no file '{file}'. Make one of random bytes, for example: head -c 32 /dev/urandom > {file.Name}"
            );
        }
        if (file.Length is < DeidentificationKey.MinLength or > LargestSecret)
        {
            throw new CommandUsageException(
                $"'{file}' has {file.Length} bytes; a secret has {DeidentificationKey.MinLength} to {LargestSecret}, random ones."
            );
        }
        return new DeidentificationKey(
            await File.ReadAllBytesAsync(file.FullName, cancellationToken)
        );
    }

    private static string? Checked(string? pseudonym) =>
        pseudonym is not null && PseudonymCheck.Validate(pseudonym) is { } problem
            ? throw new CommandUsageException(PseudonymCheck.MessageFor(problem))
            : pseudonym;

    private static int Show(CommandOutput output, IReadOnlyList<DeidentifiedFile> results)
    {
        foreach (
            var same in results
                .Where(result => result.Problem is not null)
                .GroupBy(result => result.Problem!)
                .OrderByDescending(same => same.Count())
        )
        {
            output.WriteError($"{same.Count()} × {same.Key}");
            foreach (var result in same.OrderBy(r => r.Path, StringComparer.Ordinal))
            {
                output.WriteError($"    {result.Path}");
            }
        }
        var written = results.Count(result => result.Problem is null);
        var refused = results.Count(result => result.IsRefused);
        var failed = results.Count - written - refused;
        output.Write(
            $"{written} written, {refused} refused, {failed} damaged or failed.",
            () =>
                new JsonObject
                {
                    ["written"] = written,
                    ["refused"] = refused,
                    ["failed"] = failed,
                    ["problems"] = new JsonArray([
                        .. results
                            .Where(result => result.Problem is not null)
                            .Select(result =>
                                (JsonNode)
                                    new JsonObject
                                    {
                                        ["file"] = result.Path,
                                        ["refused"] = result.IsRefused,
                                        ["reason"] = result.Problem,
                                    }
                            ),
                    ]),
                }
        );
        return written == results.Count && written > 0 ? ExitCodes.Success : ExitCodes.Failure;
    }
}
