using static Adit.Web.Tests.Infrastructure.Transfers.Faults.Ending;
using static Adit.Web.Tests.Infrastructure.Transfers.Faults.Lines;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>What must come out of a cell.</summary>
/// <param name="Ends">How the attempt ends.</param>
/// <param name="Hit">What the ledger says about the images that the fault hits.</param>
/// <param name="Others">What it says about all others.</param>
/// <param name="Says">A part of the message of the task, when it matters.</param>
/// <param name="Skipped">Why it cannot be arranged.</param>
public sealed record Cell(
    Ending Ends,
    Lines Hit,
    Lines Others,
    string Says = "",
    string Skipped = ""
);

/// <summary>The table: every role, every fault, what must come of it.</summary>
public static class FaultMatrix
{
    private static readonly Cell Whole = new(Success, Stored, Stored);
    private static readonly Cell SomeFail = new(Warning, Failed, Stored, "4 of 6 images");
    private static readonly Cell AllFail = new(Failure, Failed, Failed, "None of 6 images");

    // A person may be faster than the source's list.
    private static readonly Cell Stopped = new(Canceled, Open, Stored | Open | None);
    private static readonly Cell Again = new(Retriable, Open, Stored | Open | Failed);
    private static readonly Cell NothingYet = new(Retriable, Open, Open);

    // Final, and nothing was tried for a single image; the engine writes the reason of the task to each.
    private static readonly Cell Closed = new(Failure, Open, Open, "does not let Adit in");
    private static readonly Cell NeverAsked = new(Retriable, None, None);

    public static IReadOnlyDictionary<(Role Role, Fault Fault), Cell> Cells { get; } =
        new Dictionary<(Role, Fault), Cell>
        {
            [(Role.CGet, Fault.Success)] = Whole,
            [(Role.CGet, Fault.SomeFailures)] = SomeFail,
            [(Role.CGet, Fault.AllFailures)] = AllFail,
            [(Role.CGet, Fault.Warnings)] = Whole,
            [(Role.CGet, Fault.MissingInstances)] = SomeFail,
            [(Role.CGet, Fault.Cancel)] = Stopped,
            [(Role.CGet, Fault.AbortDuring)] = NothingYet,
            [(Role.CGet, Fault.AbortAfter)] = Whole,
            [(Role.CGet, Fault.Refuse)] = NeverAsked,
            [(Role.CGet, Fault.Silence)] = NothingYet,
            [(Role.CGet, Fault.Cut)] = Whole,
            [(Role.CGet, Fault.DiskFull)] = NothingYet,

            [(Role.CMove, Fault.Success)] = Whole,
            [(Role.CMove, Fault.SomeFailures)] = SomeFail,
            [(Role.CMove, Fault.AllFailures)] = AllFail,
            [(Role.CMove, Fault.Warnings)] = Whole,
            [(Role.CMove, Fault.MissingInstances)] = SomeFail,
            [(Role.CMove, Fault.Cancel)] = Stopped,
            [(Role.CMove, Fault.AbortDuring)] = NothingYet,
            [(Role.CMove, Fault.AbortAfter)] = Whole,
            [(Role.CMove, Fault.Refuse)] = AllFail,
            [(Role.CMove, Fault.Silence)] = NothingYet,
            [(Role.CMove, Fault.Cut)] = Whole,
            [(Role.CMove, Fault.DiskFull)] = NothingYet,

            [(Role.WadoRs, Fault.Success)] = Whole,
            [(Role.WadoRs, Fault.SomeFailures)] = SomeFail,
            [(Role.WadoRs, Fault.AllFailures)] = AllFail,
            [(Role.WadoRs, Fault.Warnings)] = Whole,
            [(Role.WadoRs, Fault.MissingInstances)] = SomeFail,
            [(Role.WadoRs, Fault.Cancel)] = Stopped,
            [(Role.WadoRs, Fault.AbortDuring)] = NothingYet,
            [(Role.WadoRs, Fault.AbortAfter)] = Whole,
            [(Role.WadoRs, Fault.Refuse)] = Closed,
            [(Role.WadoRs, Fault.Silence)] = NothingYet,
            [(Role.WadoRs, Fault.Cut)] = Whole,
            [(Role.WadoRs, Fault.DiskFull)] = NothingYet,

            [(Role.CStore, Fault.Success)] = Whole,
            [(Role.CStore, Fault.SomeFailures)] = SomeFail,
            [(Role.CStore, Fault.AllFailures)] = AllFail,
            [(Role.CStore, Fault.Warnings)] = new(Warning, Warned, Stored, "2 of them"),
            [(Role.CStore, Fault.MissingInstances)] = SomeFail with { Says = "6 of 7 images" },
            [(Role.CStore, Fault.Cancel)] = Stopped,
            [(Role.CStore, Fault.AbortDuring)] = Again,
            [(Role.CStore, Fault.AbortAfter)] = Again,
            [(Role.CStore, Fault.Refuse)] = NothingYet,
            [(Role.CStore, Fault.Silence)] = Again,
            [(Role.CStore, Fault.Cut)] = Whole,
            [(Role.CStore, Fault.DiskFull)] = Again,

            [(Role.StowRs, Fault.Success)] = Whole,
            [(Role.StowRs, Fault.SomeFailures)] = SomeFail,
            [(Role.StowRs, Fault.AllFailures)] = AllFail,
            [(Role.StowRs, Fault.Warnings)] = new(Warning, Warned, Stored, "2 of them"),
            [(Role.StowRs, Fault.MissingInstances)] = SomeFail,
            [(Role.StowRs, Fault.Cancel)] = Stopped,
            [(Role.StowRs, Fault.AbortDuring)] = Again,
            [(Role.StowRs, Fault.AbortAfter)] = Again,
            [(Role.StowRs, Fault.Refuse)] = Closed,
            [(Role.StowRs, Fault.Silence)] = Again,
            [(Role.StowRs, Fault.Cut)] = Whole,
            [(Role.StowRs, Fault.DiskFull)] = Again,

            [(Role.Folder, Fault.Success)] = Whole,
            [(Role.Folder, Fault.SomeFailures)] = SomeFail,
            [(Role.Folder, Fault.AllFailures)] = AllFail,
            [(Role.Folder, Fault.Warnings)] = Whole,
            [(Role.Folder, Fault.MissingInstances)] = SomeFail,
            [(Role.Folder, Fault.Cancel)] = Stopped,
            [(Role.Folder, Fault.AbortDuring)] = Stopped,
            [(Role.Folder, Fault.AbortAfter)] = Again,
            [(Role.Folder, Fault.Refuse)] = NothingYet,
            [(Role.Folder, Fault.Silence)] = Whole with
            {
                Skipped =
                    "A file system that hangs cannot be made without a kernel module or FUSE. Each write and sync there has a time limit, Folders:StallTimeout.",
            },
            [(Role.Folder, Fault.Cut)] = Whole,
            [(Role.Folder, Fault.DiskFull)] = Again,
        };
}
