using System.CommandLine;
using System.Text.Json.Nodes;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Web.CommandLine;

internal static class DumpCommand
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "A Part 10 file." };
        var length = new Option<int>("--value-length")
        {
            Description = "Characters of a value that are shown.",
            DefaultValueFactory = _ => DicomDump.DefaultValueLength,
        };
        var command = new Command("dump", "Show what is in a file.") { file, length };
        command.SetGuardedAction(
            async (parsed, output, cancellationToken) =>
            {
                var shown = parsed.GetValue(length);
                if (shown < 1)
                {
                    throw new CommandUsageException("--value-length takes a number from 1 on.");
                }
                var path = parsed.GetRequiredValue(file);
                if (!path.Exists)
                {
                    throw new CommandUsageException($"There is no file '{path}'.");
                }
                await using var dicom = await DicomFile.OpenAsync(
                    path.FullName,
                    cancellationToken: cancellationToken
                );
                foreach (
                    var line in DicomDump
                        .Lines(dicom.FileMeta, shown)
                        .Concat(DicomDump.Lines(dicom.Dataset, shown))
                )
                {
                    Write(output, line);
                }
                while (await dicom.Reader.ReadAsync(cancellationToken) is { } item)
                {
                    foreach (var line in Describe(item, shown))
                    {
                        Write(output, line);
                    }
                }
                return ExitCodes.Success;
            }
        );
        return command;
    }

    private static IEnumerable<DicomDumpLine> Describe(DicomItem item, int shown)
    {
        if (item is DicomBulkValue bulk)
        {
            return [DicomDump.Line(bulk)];
        }
        var alone = new DicomDataset();
        alone.Set(item);
        return DicomDump.Lines(alone, shown);
    }

    private static void Write(CommandOutput output, DicomDumpLine line) =>
        output.Write(
            line.ToString(),
            () =>
                new JsonObject
                {
                    ["depth"] = line.Depth,
                    ["tag"] = line.Tag,
                    ["vr"] = line.Vr,
                    ["keyword"] = line.Keyword,
                    ["length"] = line.Length,
                    ["value"] = line.Value,
                }
        );
}
