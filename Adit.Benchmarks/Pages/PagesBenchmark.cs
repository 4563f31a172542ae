using Adit.E2E.Application;

namespace Adit.Benchmarks.Pages;

/// <summary>A large job's page in a real browser: how soon it is there, how soon it shows a change, what open pages cost.</summary>
internal static class PagesBenchmark
{
    private const double OpenBar = 1000;
    private const double LiveBar = 1000;
    private const double OpenPagesBar = 2;
    private const int Runs = 9;
    private const int Changes = 7;

    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var holds = true;
        void Tell(Figure figure)
        {
            Console.WriteLine(figure);
            holds &= figure.Holds;
        }

        var folder = Directory.CreateTempSubdirectory("adit-bench-");
        try
        {
            var tasks = arguments.Number("tasks", 10_000);
            var job = await LargeJob.CreateAsync(folder, tasks, cancellationToken);
            await using var application = await AditApplication.StartAsync(
                folder,
                new Dictionary<string, string> { ["Sandbox__Enabled"] = "true" },
                cancellationToken
            );
            await using var browser = await Browser.StartAsync(application);
            await OpenAsync(browser, job, tasks, Tell);
            await ChangeAsync(browser, job, Tell);
            await KeepOpenAsync(
                browser,
                application,
                job,
                arguments.Number("pages", 50),
                TimeSpan.FromSeconds(arguments.Number("seconds", 30)),
                Tell,
                cancellationToken
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return holds ? 0 : 1;
    }

    private static async Task OpenAsync(
        Browser browser,
        LargeJob job,
        int tasks,
        Action<Figure> tell
    )
    {
        var fresh = new List<double>();
        var again = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            await using var window = await browser.OpenWindowAsync();
            var page = await window.NewPageAsync();
            fresh.Add(await Browser.OpenJobAsync(page, job.JobId));
            await page.GotoAsync("about:blank");
            again.Add(await Browser.OpenJobAsync(page, job.JobId));
        }
        // The first one of all also compiles the server's part of the page.
        tell(new Figure("pages.open.first", fresh[0], "ms"));
        tell(
            Figure.AtMost(
                $"pages.open.{tasks}-tasks.empty-cache",
                Figure.Median(fresh),
                "ms",
                OpenBar
            )
        );
        tell(Figure.AtMost($"pages.open.{tasks}-tasks", Figure.Median(again), "ms", OpenBar));
    }

    /// <summary>One person cancels tasks on their own pages, another one has the job open: from the click to the row.</summary>
    private static async Task ChangeAsync(Browser browser, LargeJob job, Action<Figure> tell)
    {
        await using var window = await browser.OpenWindowAsync();
        var watched = await window.NewPageAsync();
        await Browser.OpenJobAsync(watched, job.JobId);
        var acting = await window.NewPageAsync();
        var times = new List<double>();
        foreach (var task in job.FirstTaskIds.Take(Changes))
        {
            await watched.EvaluateAsync(
                """
                (task) => {
                  window.aditChangedAt = null;
                  const row = `tr[data-task="${task}"] [data-status="Canceled"]`;
                  const observer = new MutationObserver(() => {
                    if (document.querySelector(row)) {
                      window.aditChangedAt = performance.timeOrigin + performance.now();
                      observer.disconnect();
                    }
                  });
                  observer.observe(document.body, { subtree: true, childList: true, attributes: true });
                }
                """,
                task
            );
            await acting.GotoAsync($"/jobs/{job.JobId}/tasks/{task}");
            await acting.Locator("[data-action=Cancel]").ClickAsync();
            var confirm = acting.Locator(".mud-dialog-actions button").Last;
            await confirm.WaitForAsync();
            await acting.EvaluateAsync(
                """
                () => document.addEventListener('click',
                  () => { window.aditClickedAt = performance.timeOrigin + performance.now(); }, { capture: true, once: true })
                """
            );
            await confirm.ClickAsync();
            await watched.WaitForFunctionAsync("() => window.aditChangedAt !== null");
            times.Add(
                await watched.EvaluateAsync<double>("() => window.aditChangedAt")
                    - await acting.EvaluateAsync<double>("() => window.aditClickedAt")
            );
        }
        tell(new Figure("pages.live.median", Figure.Median(times), "ms"));
        tell(Figure.AtMost("pages.live.slowest", times.Max(), "ms", LiveBar));
    }

    private static async Task KeepOpenAsync(
        Browser browser,
        AditApplication application,
        LargeJob job,
        int pages,
        TimeSpan duration,
        Action<Figure> tell,
        CancellationToken cancellationToken
    )
    {
        await using var window = await browser.OpenWindowAsync();
        for (var opened = 0; opened < pages; opened++)
        {
            await Browser.OpenJobAsync(await window.NewPageAsync(), job.JobId);
        }
        await Task.Delay(_settle, cancellationToken);
        tell(
            Figure.AtMost(
                $"pages.open.{pages}-idle.core",
                await ProcessorShare.PercentOfCoreAsync(
                    application.ProcessId,
                    duration,
                    cancellationToken
                ),
                "%",
                OpenPagesBar
            )
        );
    }
}
