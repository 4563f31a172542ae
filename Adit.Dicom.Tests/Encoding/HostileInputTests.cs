using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Encoding;

public sealed class HostileInputTests
{
    private static readonly DicomTransferSyntax Explicit =
        DicomTransferSyntax.ExplicitVrLittleEndian;
    private static readonly DicomTransferSyntax Implicit =
        DicomTransferSyntax.ImplicitVrLittleEndian;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Nestings =>
        new()
        {
            { Explicit.Uid.Value, true },
            { Explicit.Uid.Value, false },
            { Implicit.Uid.Value, true },
            { Implicit.Uid.Value, false },
        };

    [Theory]
    [MemberData(nameof(Nestings))]
    public async Task Read_SixteenThousandNestedSequences_IsATypedError(string uid, bool undefined)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        var bytes = Nested(16_000, syntax, undefined);

        Should
            .Throw<DicomDataException>(() => DicomSerializer.Parse(bytes, syntax))
            .Message.ShouldContain("nested");
        var reader = new DicomStreamReader(
            PipeReader.Create(new ReadOnlySequence<byte>(bytes)),
            syntax
        );
        await Should.ThrowAsync<DicomDataException>(async () => await reader.ReadAsync(Token));
    }

    [Fact]
    public void Parse_NestedUpToTheLimit_IsReadAndWritten()
    {
        var dataset = DicomSerializer.Parse(Nested(64, Explicit, undefined: false), Explicit);
        DicomSerializer.Encode(dataset, Explicit).ShouldBe(Nested(64, Explicit, undefined: false));
        DicomDump.Lines(dataset).Count().ShouldBe(128);
        dataset.Clone().Count.ShouldBe(1);
        Should.Throw<DicomDataException>(() =>
            DicomSerializer.Parse(Nested(65, Explicit, undefined: false), Explicit)
        );
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.2")]
    public async Task Read_CutAtAnyByte_IsATypedErrorOrAShorterDataSet(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        var bytes = DicomSerializer.Encode(Samples.Rich(), syntax);
        var whole = Samples.Rich().Count;
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes.AsMemory(0, length);
            try
            {
                DicomSerializer.Parse(cut, syntax).Count.ShouldBeLessThan(whole);
            }
            catch (DicomDataException exception)
            {
                exception.Offset.ShouldNotBeNull();
            }
            var reader = new DicomStreamReader(
                PipeReader.Create(new ReadOnlySequence<byte>(cut)),
                syntax
            );
            var count = 0;
            try
            {
                while (await reader.ReadAsync(Token) is not null)
                {
                    count++;
                }
                count.ShouldBeLessThan(whole);
            }
            catch (DicomDataException exception)
            {
                exception.Offset.ShouldNotBeNull();
            }
        }
    }

    [Theory]
    [InlineData(0xFFFFFFF0u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFEu)]
    public async Task Read_LengthBeyondTheData_IsATypedErrorWithoutTheMemory(uint length)
    {
        // (0009,1001) UN on the top level, and the same inside an item.
        byte[] element =
        [
            0x09,
            0,
            0x01,
            0x10,
            (byte)'U',
            (byte)'N',
            0,
            0,
            .. Number(length),
            1,
            2,
            3,
            4,
        ];
        byte[] nested =
        [
            0x08,
            0,
            0x40,
            0x11,
            (byte)'S',
            (byte)'Q',
            0,
            0,
            .. Number(uint.MaxValue),
            0xFE,
            0xFF,
            0x00,
            0xE0,
            .. Number(uint.MaxValue),
            .. element,
        ];
        foreach (var bytes in new[] { element, nested })
        {
            DicomDictionary.GetVr(DicomTag.PatientId).ShouldBe(DicomVr.LO); // loaded before memory is counted
            var reader = new DicomStreamReader(
                PipeReader.Create(new ReadOnlySequence<byte>(bytes)),
                Explicit
            );
            var before = GC.GetAllocatedBytesForCurrentThread();
            Should.Throw<DicomDataException>(() => DicomSerializer.Parse(bytes, Explicit));
            var drained = DrainAsync(reader);
            drained.IsCompleted.ShouldBeTrue();
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
            await Should.ThrowAsync<DicomDataException>(() => drained);
        }
    }

    [Fact]
    public void Parse_ItemLongerThanItsSequence_IsATypedError()
    {
        byte[] bytes =
        [
            0x08,
            0,
            0x40,
            0x11,
            (byte)'S',
            (byte)'Q',
            0,
            0,
            .. Number(8),
            0xFE,
            0xFF,
            0x00,
            0xE0,
            .. Number(100),
            .. new byte[100],
        ];
        Should
            .Throw<DicomDataException>(() => DicomSerializer.Parse(bytes, Explicit))
            .Tag.ShouldBe(new DicomTag(0x0008, 0x1140));
    }

    [Fact]
    public void Parse_TooManyElements_IsATypedError()
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 1001; i++)
        {
            output.Write(
                (byte[])[0x09, 0, (byte)i, (byte)(0x10 + (i >> 8)), (byte)'L', (byte)'O', 0, 0]
            );
        }
        var options = new DicomReadOptions { MaxElements = 1000 };
        Should
            .Throw<DicomDataException>(() =>
                DicomSerializer.Parse(output.WrittenMemory, Explicit, options)
            )
            .Message.ShouldContain("1000");
        DicomSerializer.Parse(output.WrittenMemory, Explicit).Count.ShouldBe(1001);
    }

    [Fact]
    public void Parse_ManyElementsInDescendingOrder_TakesNoQuadraticTime()
    {
        const int Count = 400_000;
        var bytes = new byte[Count * 8];
        for (var i = 0; i < Count; i++)
        {
            // Implicit, zero length, greatest tag first.
            var tag = new DicomTag(0x10000000u + (uint)(Count - i));
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 8), tag.Group);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((i * 8) + 2), tag.Element);
        }
        var watch = System.Diagnostics.Stopwatch.StartNew();
        DicomSerializer.Parse(bytes, Implicit).Count.ShouldBe(Count);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ReadHeaderAsync_HeaderWithoutEnd_StopsAtTheLimit()
    {
        var options = new DicomReadOptions { MaxHeaderBytes = 1 << 20 };
        var endless = new RepeatingStream([
            0x09,
            0,
            0x01,
            0x10,
            (byte)'L',
            (byte)'O',
            8,
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
        ]);
        var reader = new DicomStreamReader(PipeReader.Create(endless), Explicit, options);
        var exception = await Should.ThrowAsync<DicomDataException>(async () =>
            await reader.ReadHeaderAsync(Token)
        );
        exception.Message.ShouldContain("memory");
        endless.Given.ShouldBeLessThan(3 << 20);
    }

    [Fact]
    public async Task Read_DeflateBomb_IsATypedErrorInMemoryAndStreamed()
    {
        // One element of 300 MB of zeros: 300 kB on the wire.
        using var compressed = new MemoryStream();
        await using (
            var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true)
        )
        {
            await deflate.WriteAsync(
                (byte[])[0xE0, 0x7F, 0x10, 0, (byte)'O', (byte)'W', 0, 0, .. Number(300u << 20)],
                Token
            );
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++)
            {
                await deflate.WriteAsync(zeros, Token);
            }
        }
        var syntax = DicomTransferSyntax.DeflatedExplicitVrLittleEndian;
        var bytes = compressed.ToArray();

        Should
            .Throw<DicomDataException>(() => DicomSerializer.Parse(bytes, syntax))
            .Message.ShouldContain("inflates");
        await using var reader = new DicomStreamReader(
            PipeReader.Create(new ReadOnlySequence<byte>(bytes)),
            syntax
        );
        await Should.ThrowAsync<DicomDataException>(async () =>
        {
            while (await reader.ReadAsync(Token) is not null) { }
        });
    }

    [Fact]
    public void Parse_DamagedDeflate_IsATypedError()
    {
        var bytes = Enumerable.Repeat((byte)0xFF, 1000).ToArray();
        Should.Throw<DicomDataException>(() =>
            DicomSerializer.Parse(bytes, DicomTransferSyntax.DeflatedExplicitVrLittleEndian)
        );
    }

    [Fact]
    public void Parse_RandomBytes_NeverThrowsAnythingElse()
    {
        var random = new Random(4711);
        var sample = DicomSerializer.Encode(Samples.Rich(), Explicit);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])sample.Clone();
            for (var j = 0; j < 1 + (i % 7); j++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            var syntax = (i % 3) switch
            {
                0 => Explicit,
                1 => Implicit,
                _ => DicomTransferSyntax.ExplicitVrBigEndian,
            };
            try
            {
                var dataset = DicomSerializer.Parse(bytes, syntax);
                foreach (var item in dataset)
                {
                    dataset.GetString(item.Tag);
                    dataset.GetInt32(item.Tag);
                    dataset.GetDate(item.Tag);
                    dataset.GetTime(item.Tag);
                    dataset.GetPersonName(item.Tag);
                }
                DicomSerializer.Encode(dataset, syntax);
                DicomDump.Lines(dataset).Count().ShouldBeGreaterThanOrEqualTo(dataset.Count);
            }
            catch (DicomDataException)
            {
                // The only error that damaged data may cause.
            }
        }
    }

    private static async Task DrainAsync(DicomStreamReader reader)
    {
        while (await reader.ReadAsync(Token) is not null) { }
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Nested(int levels, DicomTransferSyntax syntax, bool undefined)
    {
        byte[] vr = syntax.IsExplicitVr ? [(byte)'S', (byte)'Q', 0, 0] : [];
        if (undefined)
        {
            var level = (byte[])
                [
                    0x08,
                    0,
                    0x40,
                    0x11,
                    .. vr,
                    .. Number(uint.MaxValue),
                    0xFE,
                    0xFF,
                    0x00,
                    0xE0,
                    .. Number(uint.MaxValue),
                ];
            return [.. Enumerable.Repeat(level, levels).SelectMany(bytes => bytes)];
        }
        var size = 16 + vr.Length;
        var result = new byte[levels * size];
        for (var i = 0; i < levels; i++)
        {
            var rest = (uint)((levels - i - 1) * size);
            byte[] level =
            [
                0x08,
                0,
                0x40,
                0x11,
                .. vr,
                .. Number(rest + 8),
                0xFE,
                0xFF,
                0x00,
                0xE0,
                .. Number(rest),
            ];
            level.CopyTo(result, i * size);
        }
        return result;
    }

    private sealed class RepeatingStream(byte[] pattern) : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var count = buffer.Length / pattern.Length * pattern.Length;
            for (var i = 0; i < count; i += pattern.Length)
            {
                pattern.CopyTo(buffer[i..]);
            }
            Given += count;
            return ValueTask.FromResult(count);
        }
    }
}
