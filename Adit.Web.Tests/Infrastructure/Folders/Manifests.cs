using System.Globalization;
using System.Security.Cryptography;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Infrastructure.Folders;
using CsvHelper;
using Shouldly;

namespace Adit.Web.Tests.Infrastructure.Folders;

/// <summary>Reads lists of files as somebody else's program would.</summary>
internal static class Manifests
{
    /// <summary>Every study's directory has a list that says exactly what is in it.</summary>
    public static void ShouldListWhatIsThere(string jobPath)
    {
        var studies = Directory
            .GetFiles(jobPath, "*.dcm", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetDirectoryName(Path.GetDirectoryName(file))!)
            .ToList();
        studies.ShouldNotBeEmpty();
        foreach (var study in studies)
        {
            var rows = Read(Path.Combine(study.Key, StudyManifest.FileName));
            rows.Select(row => row["Path"])
                .ShouldBe(
                    study
                        .Select(file => Path.GetRelativePath(study.Key, file))
                        .Order(StringComparer.Ordinal)
                );
            foreach (var row in rows)
            {
                var bytes = File.ReadAllBytes(Path.Combine(study.Key, row["Path"]));
                row["Bytes"].ShouldBe(bytes.Length.ToString(CultureInfo.InvariantCulture));
                row["SHA256"].ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
                var dataset = DicomFile.Parse(bytes).Dataset;
                row["StudyInstanceUID"].ShouldBe(dataset.GetString(DicomTag.StudyInstanceUid));
                row["SeriesInstanceUID"].ShouldBe(dataset.GetString(DicomTag.SeriesInstanceUid));
                row["SOPInstanceUID"].ShouldBe(dataset.GetString(DicomTag.SopInstanceUid));
                row["ImagesInSeries"]
                    .ShouldBe(
                        rows.Count(r => r["SeriesInstanceUID"] == row["SeriesInstanceUID"])
                            .ToString(CultureInfo.InvariantCulture)
                    );
            }
        }
    }

    public static List<Dictionary<string, string>> Read(string path)
    {
        using var csv = CsvReader.FromFile(path);
        List<Dictionary<string, string>> rows = [];
        while (csv.Read())
        {
            rows.Add(csv.Headers.ToDictionary(name => name, name => csv.GetString(name)));
        }
        return rows;
    }
}
