using Adit.Benchmarks;
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
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        ./dev bench transfer [--runs 7] [--images 1000] [--no-large]   1,000 CT images from Orthanc through Adit to storescp

        Every figure is one line: name value unit ratio bar ok|SHORT. The exit code is 1 when one is short.
        """
    );
    return 2;
}
