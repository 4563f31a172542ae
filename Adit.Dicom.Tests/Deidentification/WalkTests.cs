using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

/// <summary>Nesting, values of unknown representation, private blocks, overlays, character sets.</summary>
public sealed class WalkTests
{
    private static readonly DicomTag Outer = DicomTag.ReferencedSeriesSequence;
    private static readonly DicomTag CreatorTag = new(0x0019, 0x0010);

    [Fact]
    public void Deidentify_NestedAttributes_FollowTheirRows()
    {
        var inner = new DicomDataset();
        inner.Set(DicomTag.SeriesInstanceUid, "1.2.3.1");
        inner.Set(DicomTag.PatientName, "Testowicz^Jadwiga");
        inner.Set(DicomTag.PatientId, "PAT-4711");
        inner.Set(DicomTag.InstitutionAddress, "Main Street 1");
        var middle = new DicomDataset();
        middle.SetSequence(DicomTag.ReferencedSopSequence, inner, new DicomDataset());
        var ct = TestObjects.Ct();
        ct.SetSequence(Outer, middle);
        var output = TestObjects.Deidentify(ct);
        var items = Assert.Single(output.GetSequence(Outer)!.Items);
        Assert.Equal(2, items.GetSequence(DicomTag.ReferencedSopSequence)!.Items.Count);
        var result = items.GetSequence(DicomTag.ReferencedSopSequence)!.Items[0];
        Assert.Equal(
            output.GetString(DicomTag.SeriesInstanceUid),
            result.GetString(DicomTag.SeriesInstanceUid)
        );
        Assert.True(result.Contains(DicomTag.PatientName));
        Assert.Null(result.GetString(DicomTag.PatientName));
        Assert.Equal("SUBJ-01", result.GetString(DicomTag.PatientId));
        Assert.False(result.Contains(DicomTag.InstitutionAddress));
    }

    [Fact]
    public void Deidentify_Input_IsNotChanged()
    {
        var ct = TestObjects.Ct();
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSopInstanceUid, "1.2.3.4");
        ct.SetSequence(DicomTag.ReferencedImageSequence, item);
        var before = DicomSerializer.Encode(ct, DicomTransferSyntax.ExplicitVrLittleEndian);
        TestObjects.Deidentify(ct, new DeidentificationOptions { RetainUids = true });
        Assert.Equal(
            before,
            DicomSerializer.Encode(ct, DicomTransferSyntax.ExplicitVrLittleEndian)
        );
        Assert.Same(ct, ((DicomSequence)ct[DicomTag.ReferencedImageSequence]!).Owner);
    }

    [Fact]
    public void Deidentify_UnknownRepresentation_IsTreatedAsTheDictionarySays()
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSopInstanceUid, "1.2.3.4");
        item.Set(DicomTag.PatientId, "PAT-4711");
        item.Set(new DicomTag(0x0009, 0x1001), DicomVr.UN, "PRIVATE MARKER"u8.ToArray());
        var wrapper = new DicomDataset();
        wrapper.SetSequence(Outer, item);
        var bytes = DicomSerializer.Encode(wrapper, DicomTransferSyntax.ImplicitVrLittleEndian);
        var ct = TestObjects.Ct();
        // Past the tag and the length, to the items; without the closing delimiter.
        ct.Set(Outer, DicomVr.UN, bytes.AsMemory(8, bytes.Length - 16));
        ct.Set(DicomTag.InstitutionAddress, DicomVr.UN, "Main Street 1"u8.ToArray());
        ct.Set(DicomTag.Manufacturer, DicomVr.UN, "ACME of PAT-4711"u8.ToArray());
        ct.Set(DicomTag.Rows, DicomVr.UN, new byte[] { 0, 2 });
        ct.Set(DicomTag.SourceImageSequence, DicomVr.UN, "not items"u8.ToArray());
        ct.Set(DicomTag.ImageOrientationPatient, DicomVr.UN, "1\\0\\0\\0\\1\\0"u8.ToArray());
        ct.Set(DicomTag.StudyDate, DicomVr.UN, "20240229"u8.ToArray());
        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions { Dates = DateHandling.Shift }
        );
        var result = Assert.Single(Assert.IsType<DicomSequence>(output[Outer]).Items);
        Assert.Equal(
            TestObjects.Key.MapUid(new DicomUid("1.2.3.4")),
            result.GetUid(DicomTag.ReferencedSopInstanceUid)
        );
        Assert.Equal("SUBJ-01", result.GetString(DicomTag.PatientId));
        Assert.Equal(2, result.Count);
        Assert.False(output.Contains(DicomTag.InstitutionAddress));
        Assert.DoesNotContain("4711", output.GetString(DicomTag.Manufacturer));
        Assert.Equal(512, output.GetInt32(DicomTag.Rows));
        Assert.False(output.Contains(DicomTag.SourceImageSequence));
        Assert.Equal("1\\0\\0\\0\\1\\0", output.GetString(DicomTag.ImageOrientationPatient));
        Assert.NotNull(output.GetDate(DicomTag.StudyDate));
        Assert.NotEqual(new DateOnly(2024, 2, 29), output.GetDate(DicomTag.StudyDate));
    }

    [Fact]
    public void Deidentify_BytesWhereItemsBelong_AreNotLetThrough()
    {
        var ct = TestObjects.Ct();
        ct.Set(Outer, DicomVr.OB, "PAT-4711 hidden"u8.ToArray());
        ct.Set(DicomTag.SeriesDescription, DicomVr.OB, "PAT-4711 hidden"u8.ToArray());
        ct.Set(DicomTag.Manufacturer, DicomVr.OB, "ACME of PAT-4711"u8.ToArray());
        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions { CleanDescriptors = true }
        );
        var bytes = DicomSerializer.Encode(output, DicomTransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("4711"u8));
    }

    [Fact]
    public void Deidentify_TextInThePlaceOfNumbersAndCodes_IsNotLetThrough()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.ImageType, DicomVr.CS, "ORIGINAL", "of PAT-4711");
        ct.Set(DicomTag.Kvp, DicomVr.DS, "PAT-4711");
        ct.Set(new DicomTag(0x0008, 0x010C), DicomVr.UI, "PAT-4711");
        ct.Set(DicomTag.StudyTime, DicomVr.TM, "PAT-4711");
        ct.Set(DicomTag.AcquisitionDate, DicomVr.DA, "PAT-4711");
        ct.Set(DicomTag.PatientWeight, DicomVr.DS, "PAT-4711");
        ct.Set(DicomTag.DeviceSerialNumber, DicomVr.LO, "Scanner of PAT-4711");
        ct.Set(DicomTag.InstitutionAddress, DicomVr.ST, "Main Street 1, PAT-4711");
        foreach (var dates in Enum.GetValues<DateHandling>())
        {
            var output = TestObjects.Deidentify(
                ct,
                new DeidentificationOptions
                {
                    Dates = dates,
                    RetainPatientCharacteristics = true,
                    RetainDeviceIdentity = true,
                    RetainInstitutionIdentity = true,
                }
            );
            var bytes = DicomSerializer.Encode(output, DicomTransferSyntax.ExplicitVrLittleEndian);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("4711"u8));
            Assert.StartsWith("Scanner", output.GetString(DicomTag.DeviceSerialNumber));
            // What merely looks like an address is what the option keeps.
            Assert.StartsWith("Main Street 1", output.GetString(DicomTag.InstitutionAddress));
        }
    }

    [Fact]
    public void Deidentify_NameInACode_LeavesAndOtherCodesStay()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.PatientName, "Testowicz^Jadwiga");
        ct.Set(DicomTag.ImageType, DicomVr.CS, "ORIGINAL", "TESTOWICZ", "AXIAL");
        ct.Set(DicomTag.BodyPartExamined, "CHEST");
        ct.Set(DicomTag.ScanningSequence, DicomVr.CS, "SE", "JADWIGA");
        var output = TestObjects.Deidentify(ct);
        Assert.DoesNotContain("TESTOWICZ", output.GetString(DicomTag.ImageType)!);
        Assert.StartsWith("ORIGINAL", output.GetString(DicomTag.ImageType)!);
        Assert.EndsWith("AXIAL", output.GetString(DicomTag.ImageType)!);
        Assert.Equal("CHEST", output.GetString(DicomTag.BodyPartExamined));
        Assert.DoesNotContain("JADWIGA", output.GetString(DicomTag.ScanningSequence)!);
        Assert.Equal("CT", output.GetString(DicomTag.Modality));
    }

    [Fact]
    public void Deidentify_DeepNesting_IsWalkedOrRefusedWithoutRecursion()
    {
        var ct = TestObjects.Ct();
        ct.SetSequence(Outer, Nest(400));
        var level = TestObjects.Deidentify(ct);
        var depth = 0;
        while (level.GetSequence(Outer) is { Items: [var next] })
        {
            level = next;
            depth++;
        }
        Assert.Equal(401, depth);
        Assert.Equal(
            TestObjects.Key.MapUid(new DicomUid("1.2.3.4")),
            level.GetUid(DicomTag.ReferencedSopInstanceUid)
        );
        ct.SetSequence(Outer, Nest(100_000));
        Assert.Throws<DicomDataException>(() => TestObjects.Deidentify(ct));
    }

    [Fact]
    public void Deidentify_UnknownThatIsNestedTooDeep_Goes()
    {
        // Each level is a value of UN whose items hold the next one.
        var leaf = new DicomDataset();
        leaf.Set(DicomTag.ReferencedSopInstanceUid, "1.2.3.4");
        var value = ItemsOf(leaf);
        for (var i = 0; i < 600; i++)
        {
            var level = new DicomDataset();
            level.Set(Outer, DicomVr.UN, value);
            value = ItemsOf(level);
        }
        var ct = TestObjects.Ct();
        ct.Set(Outer, DicomVr.UN, value);
        // Inside, the encoding is implicit, so that all levels are one value of too many; what does not parse does not leave.
        Assert.False(TestObjects.Deidentify(ct).Contains(Outer));
    }

    [Fact]
    public void Deidentify_PrivateBlocks_GoUnlessListed()
    {
        var ct = TestObjects.Ct();
        ct.Set(CreatorTag, DicomVr.LO, "SIEMENS MR HEADER");
        ct.Set(new DicomTag(0x0019, 0x100C), DicomVr.IS, "1000");
        ct.Set(new DicomTag(0x0019, 0x1099), DicomVr.LO, "secret");
        ct.Set(new DicomTag(0x0019, 0x0011), DicomVr.LO, "UNKNOWN OF PAT-4711");
        ct.Set(new DicomTag(0x0019, 0x110C), DicomVr.IS, "7");
        ct.Set(new DicomTag(0x0029, 0x100C), DicomVr.IS, "8"); // without a creator
        Assert.DoesNotContain(TestObjects.Deidentify(ct), item => item.Tag.IsPrivate);

        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions { RetainSafePrivate = true }
        );
        Assert.Equal(
            [CreatorTag, new DicomTag(0x0019, 0x100C)],
            output.Where(item => item.Tag.IsPrivate).Select(item => item.Tag)
        );
        Assert.Equal("SIEMENS MR HEADER", output.GetString(CreatorTag));
        Assert.Equal("1000", output.GetString(new DicomTag(0x0019, 0x100C)));

        ct.Remove(new DicomTag(0x0019, 0x100C));
        Assert.DoesNotContain(
            TestObjects.Deidentify(ct, new DeidentificationOptions { RetainSafePrivate = true }),
            item => item.Tag.IsPrivate
        );
    }

    [Fact]
    public void Deidentify_PrivateAttributeOfTheProfile_IsKept()
    {
        var ct = TestObjects.Ct();
        ct.Set(CreatorTag, DicomVr.LO, "ACME 1.0 ");
        ct.Set(new DicomTag(0x0019, 0x1042), DicomVr.FD, "2.5");
        var profile = TestObjects.Profile(
            new DeidentificationOptions { RetainSafePrivate = true }
        ) with
        {
            SafePrivate = [new SafePrivateAttribute("ACME 1.0", 0x0019, 0x42)],
        };
        var output = new Deidentifier(profile, TestObjects.Key, TestObjects.Subject)
            .Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian)
            .Dataset;
        Assert.Equal(2.5, output.GetDouble(new DicomTag(0x0019, 0x1042)));
    }

    [Theory]
    [InlineData("G", false, false)]
    [InlineData("G", true, false)]
    [InlineData("R", false, false)]
    [InlineData("R", true, true)]
    public void Deidentify_Overlay_StaysOrGoesAsAWhole(string type, bool clean, bool stays)
    {
        var ct = TestObjects.Ct();
        ct.Set(new DicomTag(0x6000, 0x0010), (ushort)8);
        ct.Set(new DicomTag(0x6000, 0x0011), (ushort)8);
        ct.Set(new DicomTag(0x6000, 0x0022), DicomVr.LO, "of PAT-4711 lesion");
        ct.Set(new DicomTag(0x6000, 0x0040), DicomVr.CS, type);
        ct.Set(new DicomTag(0x6000, 0x3000), DicomVr.OW, new byte[8]);
        ct.Set(new DicomTag(0x6000, 0x4000), DicomVr.LT, "PAT-4711 seen");
        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions { CleanGraphics = clean }
        );
        Assert.Equal(stays ? 6 : 0, output.Count(item => item.Tag.Group == 0x6000));
        if (stays)
        {
            Assert.DoesNotContain("4711", output.GetString(new DicomTag(0x6000, 0x0022)));
            Assert.Contains("lesion", output.GetString(new DicomTag(0x6000, 0x0022)));
            Assert.DoesNotContain("4711", output.GetString(new DicomTag(0x6000, 0x4000)));
        }
    }

    [Fact]
    public void Deidentify_TextInItsCharacterSet_IsReadAndWrittenInIt()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
        ct.Set(DicomTag.PatientName, "Müller^Jörg");
        ct.Set(DicomTag.SeriesDescription, "Schädel für Müller");
        var item = new DicomDataset();
        item.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        ct.SetSequence(Outer, item);
        item.Set(DicomTag.SeriesDescription, "Schädel für Müller");
        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions { CleanDescriptors = true }
        );
        Assert.Equal("ISO_IR 100", output.GetString(DicomTag.SpecificCharacterSet));
        Assert.Equal("Schädel für", output.GetString(DicomTag.SeriesDescription));
        Assert.Equal(
            "Schädel für",
            output.GetSequence(Outer)!.Items[0].GetString(DicomTag.SeriesDescription)
        );
    }

    [Fact]
    public void Deidentify_PseudonymThatTheCharacterSetLacks_ConvertsTheObject()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
        ct.Set(DicomTag.SeriesDescription, "Schädel");
        var result = TestObjects
            .Engine(
                new DeidentificationOptions { CleanDescriptors = true },
                TestObjects.Subject with
                {
                    Pseudonym = "Żółw",
                }
            )
            .Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal("ISO_IR 192", result.Dataset.GetString(DicomTag.SpecificCharacterSet));
        Assert.Equal("Żółw", result.Dataset.GetString(DicomTag.PatientName));
        Assert.Equal("Schädel", result.Dataset.GetString(DicomTag.SeriesDescription));
    }

    [Fact]
    public void Apply_ItemsBehindThePixelData_FollowTheSameRules()
    {
        var result = TestObjects
            .Engine(new DeidentificationOptions { RetainSafePrivate = true })
            .Deidentify(TestObjects.Ct(), DicomTransferSyntax.ExplicitVrLittleEndian);
        var signatures = new DicomDataset();
        signatures.Set(DicomTag.PatientId, "PAT-4711");
        Assert.Null(
            result.Apply(new DicomSequence(DicomTag.DigitalSignaturesSequence, signatures))
        );
        Assert.Null(
            result.Apply(new DicomElement(new DicomTag(0xFFFC, 0xFFFC), DicomVr.OB, new byte[8]))
        );
        Assert.Null(
            result.Apply(
                new DicomElement(new DicomTag(0x7FE1, 0x0010), DicomVr.LO, "ACME"u8.ToArray())
            )
        );
        Assert.Null(
            result.Apply(new DicomBulkValue(new DicomTag(0x7FE1, 0x1010), DicomVr.OB, 1 << 20))
        );
        var pixels = new DicomBulkValue(DicomTag.PixelData, DicomVr.OW, 1 << 20);
        Assert.Same(pixels, result.Apply(pixels));
    }

    [Fact]
    public void Report_BeforeCommit_IsEmptyAndNeverHoldsValues()
    {
        var engine = TestObjects.Engine(new DeidentificationOptions { Dates = DateHandling.Shift });
        var ct = TestObjects.Ct();
        var result = engine.Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian);
        Assert.Empty(engine.Report().Counts);
        result.Commit();
        result.Commit();
        engine.Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian).Commit();
        var report = engine.Report();
        Assert.Equal(2, report.Instances);
        var study = Assert.Single(report.Counts, count => count.Attribute == "(0008,0020)");
        Assert.Equal(DeidentificationAction.DateShifted, study.Action);
        Assert.Equal("Study Date", study.Name);
        Assert.Equal(2, study.Count);
        Assert.Single(
            report.Counts,
            count =>
                count is { Attribute: "(0020,000D)", Action: DeidentificationAction.UidReplaced }
        );
        Assert.DoesNotContain(
            report.Counts,
            count => count.ToString().Contains("4711", StringComparison.Ordinal)
        );
        engine.RecordRefusal(
            new DeidentificationRefusedException(DeidentificationRefusal.Ultrasound, "Ultrasound.")
        );
        engine.RecordRefusal(
            new DeidentificationRefusedException(DeidentificationRefusal.Ultrasound, "Ultrasound.")
        );
        Assert.Equal(2, Assert.Single(engine.Report().Refusals).Count);
    }

    [Fact]
    public async Task Deidentify_ManyAtOnceAndAgain_GivesTheSameBytes()
    {
        var options = new DeidentificationOptions
        {
            Dates = DateHandling.Shift,
            CleanDescriptors = true,
            RetainPatientCharacteristics = true,
        };
        var objects = Enumerable
            .Range(0, 64)
            .Select(i =>
            {
                var ct = TestObjects.Ct();
                ct.Set(DicomTag.SopInstanceUid, $"1.2.3.{i + 1}");
                ct.Set(DicomTag.DeviceSerialNumber, $"SN {i}");
                ct.Set(DicomTag.SeriesDescription, $"Series {i} of Testowicz");
                return ct;
            })
            .ToArray();
        byte[] Run(Deidentifier engine, DicomDataset ct) =>
            DicomSerializer.Encode(
                engine.Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian).Dataset,
                DicomTransferSyntax.ExplicitVrLittleEndian
            );
        var shared = TestObjects.Engine(options);
        var parallel = await Task.WhenAll(
            objects.Select(ct =>
                Task.Run(() => Run(shared, ct), TestContext.Current.CancellationToken)
            )
        );
        for (var i = objects.Length - 1; i >= 0; i--)
        {
            Assert.Equal(Run(TestObjects.Engine(options), objects[i]), parallel[i]);
        }
    }

    private static DicomDataset Nest(int depth)
    {
        var level = new DicomDataset();
        level.Set(DicomTag.ReferencedSopInstanceUid, "1.2.3.4");
        for (var i = 0; i < depth; i++)
        {
            var outer = new DicomDataset();
            outer.SetSequence(Outer, level);
            level = outer;
        }
        return level;
    }

    private static byte[] ItemsOf(DicomDataset item)
    {
        var content = DicomSerializer.Encode(item, DicomTransferSyntax.ImplicitVrLittleEndian);
        var bytes = new byte[content.Length + 8];
        new byte[] { 0xFE, 0xFF, 0x00, 0xE0 }.CopyTo(bytes, 0);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), content.Length);
        content.CopyTo(bytes, 8);
        return bytes;
    }
}
