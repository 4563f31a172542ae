using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Archive;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>What an output says of itself is what was done to it, and nothing more.</summary>
public sealed class StatementTests
{
    private const string Ct = "1.2.840.10008.5.1.4.1.1.2";
    private const string Private = "1.2.826.0.1.3680043.2.1143.99";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var profile in CanaryProfiles.All.Keys)
            {
                cases.Add(profile, Ct);
                cases.Add(profile, Private);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task WriteAsync_EachProfile_NamesTheOptionsThatHold(
        string profileName,
        string sopClass
    )
    {
        var profile = CanaryProfiles.All[profileName];
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SopClassUid, sopClass);
        dataset.Set(DicomTag.SopInstanceUid, "1.2.3.4");
        dataset.Set(DicomTag.PatientIdentityRemoved, "NO");
        dataset.Set(DicomTag.DeidentificationMethod, "by hand, says Dr. Wozkiqez");
        dataset.Set(DicomTag.LongitudinalTemporalInformationModified, "UNMODIFIED");

        var output = (
            await Streamed.RunAsync(
                new Deidentifier(
                    profile,
                    new DeidentificationKey(new byte[32]),
                    new DeidentificationSubject("patient", "SAYS-1")
                ),
                DicomSerializer.Encode(dataset, DicomTransferSyntax.ExplicitVrLittleEndian),
                DicomTransferSyntax.ExplicitVrLittleEndian,
                Token
            )
        ).Dataset;

        var options = sopClass == Ct ? profile.Options : new DeidentificationOptions();
        output.GetString(DicomTag.PatientIdentityRemoved).ShouldBe("YES");
        output.GetString(DicomTag.PatientName).ShouldBe("SAYS-1");
        output.GetString(DicomTag.PatientId).ShouldBe("SAYS-1");
        var method = output.GetString(DicomTag.DeidentificationMethod).ShouldNotBeNull();
        method.ShouldNotContain("Wozkiqez");
        method.ShouldContain($"{profile.Name} {profile.Version}");
        method.Length.ShouldBeLessThanOrEqualTo(64);
        output
            .GetString(DicomTag.LongitudinalTemporalInformationModified)
            .ShouldBe(
                options.Dates switch
                {
                    DateHandling.Remove => "REMOVED",
                    DateHandling.Shift => "MODIFIED",
                    DateHandling.KeepOfStudy or DateHandling.KeepAll => "UNMODIFIED",
                }
            );
        // CID 7050 of PS3.16.
        (bool Holds, string Code)[] codes =
        [
            (true, "113100"),
            (options.CleanGraphics, "113103"),
            (options.CleanStructuredContent, "113104"),
            (options.CleanDescriptors, "113105"),
            (options.Dates is DateHandling.KeepAll or DateHandling.KeepOfStudy, "113106"),
            (options.Dates == DateHandling.Shift, "113107"),
            (options.RetainPatientCharacteristics, "113108"),
            (options.RetainDeviceIdentity, "113109"),
            (options.RetainUids, "113110"),
            (options.RetainSafePrivate, "113111"),
            (options.RetainInstitutionIdentity, "113112"),
        ];
        var said = output.GetSequence(DicomTag.DeidentificationMethodCodeSequence)!.Items;
        said.Select(item => item.GetString(DicomTag.CodeValue))
            .ShouldBe(codes.Where(code => code.Holds).Select(code => code.Code));
        said.ShouldAllBe(item => item.GetString(DicomTag.CodingSchemeDesignator) == "DCM");
    }
}
