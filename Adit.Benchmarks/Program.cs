using Adit.Benchmarks;
using Adit.Benchmarks.Encoding;
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
    ["encoding"] => EncodingBenchmark.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        ./dev bench transfer [--runs 7] [--images 1000] [--no-large]   1,000 CT images from Orthanc through Adit to storescp
        ./dev bench encoding                                           parsing and writing the data set of one CT image

        Every figure is one line: name value unit ratio bar ok|SHORT. The exit code is 1 when one is short.
        """
    );
    return 2;
}
