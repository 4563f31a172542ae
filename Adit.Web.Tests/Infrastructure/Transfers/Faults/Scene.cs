using Adit.Dicom.Deidentification;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>One image of the study as a Part 10 file.</summary>
internal sealed record StudyFile(string Uid, string Series, byte[] Bytes);

/// <summary>One cell of the matrix, set up: who sends, who receives, and which images the fault is about.</summary>
internal sealed class Scene(TestStudy study, IReadOnlyList<StudyFile> files) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    public TestStudy Study { get; } = study;

    public IReadOnlyList<StudyFile> Files { get; } = files;

    /// <summary>SOP Instance UIDs of the study at the source.</summary>
    public IReadOnlyList<string> Images { get; } = [.. files.Select(file => file.Uid)];

    /// <summary>The images that the fault hits; the others must not suffer from it.</summary>
    public IReadOnlySet<string> Hit { get; set; } = new HashSet<string>();

    public IReadOnlyList<string> ChosenSeries { get; init; } = [];

    /// <summary>By which rules the images are de-identified; null: they stay as they are.</summary>
    public Deidentifier? Deidentifier { get; init; }

    /// <summary>Of the task, when it has one.</summary>
    public string? Pseudonym { get; init; }

    public DicomServerNode Source { get; set; } = null!;

    public DicomNode Destination { get; set; } = null!;

    /// <summary>SOP Instance UIDs that the destination has, asked there.</summary>
    public Func<CancellationToken, Task<IEnumerable<string>>> AskDestination { get; set; } = null!;

    /// <summary>Lines that must have had their fault at the end; else the cell proves nothing.</summary>
    public List<FaultyLine> Lines { get; } = [];

    /// <summary>The moment at which a person presses Cancel.</summary>
    public Task? CancelWhen { get; set; }

    /// <summary>The moment at which staff kills the task.</summary>
    public Task? KillWhen { get; set; }

    /// <summary>When set, an attempt is made before, and its ledger lost: what it has delivered is met again.</summary>
    public Action? BeforeSecondAttempt { get; set; }

    /// <summary>Longest time that the attempt may take.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What else must hold at the end; a text says what does not.</summary>
    public Func<FaultRun, string?> AlsoHolds { get; set; } = _ => null;

    public T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }
    }
}
