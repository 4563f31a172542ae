using Adit.Benchmarks;
using Adit.Benchmarks.Chaos;
using Adit.Benchmarks.Deidentification;
using Adit.Benchmarks.Dispatch;
using Adit.Benchmarks.Encoding;
using Adit.Benchmarks.Pages;
using Adit.Benchmarks.Routes;
using Adit.Benchmarks.Transfer;

// Names beside what they measure; the first two words of a command line choose one.
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
return args switch
{
    ["transfer", .. var rest] => await TransferBenchmark.RunAsync(
        new Arguments(rest),
        interrupted.Token
    ),
    ["transfer-worker", .. var rest] => await TransferWorker.RunAsync(
        new Arguments(rest),
        interrupted.Token
    ),
    ["deid", .. var rest] => await DeidBenchmark.RunAsync(new Arguments(rest), interrupted.Token),
    ["encoding"] => EncodingBenchmark.Run(),
    ["dispatch", .. var rest] => await DispatchBenchmark.RunAsync(
        new Arguments(rest),
        interrupted.Token
    ),
    ["chaos", .. var rest] => await ChaosBenchmark.RunAsync(rest, interrupted.Token),
    ["routes", .. var rest] => await RoutesBenchmark.RunAsync(
        new Arguments(rest),
        interrupted.Token
    ),
    ["pages", .. var rest] => await PagesBenchmark.RunAsync(new Arguments(rest), interrupted.Token),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        ./dev bench transfer [--runs 7] [--images 1000] [--no-large]   1,000 CT images from Orthanc through Adit to storescp
        ./dev bench routes [--only times,direct,large,stall] [--runs 5]   every route beside its legs, and what a route must bear
        ./dev bench deid [--runs 15] [--images 1000] [--no-transfer]   the same study as it is and de-identified, and what a header costs
        ./dev bench encoding                                           parsing and writing the data set of one CT image
        ./dev bench dispatch [--waiting 10000] [--seconds 30]          how soon tasks start, what picking and an idle system cost
        ./dev bench pages [--tasks 10000] [--pages 50] [--seconds 30]  a large job's page in a browser, and many that are open

        Every figure is one line: name value unit ratio bar ok|SHORT. The exit code is 1 when one is short.
        """
    );
    return 2;
}
