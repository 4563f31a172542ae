using Microsoft.Playwright;

namespace Adit.E2E.Pages;

/// <summary>
/// Watches a page from inside while it changes, and notices when it is loaded again: the record is kept in the page, so a reload
/// loses it.
/// </summary>
internal sealed class LiveRecord
{
    private const string Script = """
        () => {
          window.aditRecord = { statuses: [], images: [] };
          const keep = (list, element) => {
            const text = element?.textContent.trim();
            if (text && list[list.length - 1] !== text) list.push(text);
          };
          const look = () => {
            keep(window.aditRecord.statuses, document.querySelector('main .head [data-testid=status]'));
            keep(window.aditRecord.images, document.querySelector('main [data-testid=images]'));
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    private LiveRecord(string[] statuses, string[] images)
    {
        Statuses = statuses;
        Images = images;
    }

    /// <summary>What the status of the page's job or task said, in order.</summary>
    public IReadOnlyList<string> Statuses { get; }

    /// <summary>What the counter of images said while work went on, in order.</summary>
    public IReadOnlyList<string> Images { get; }

    public static Task StartAsync(IPage page) => page.EvaluateAsync(Script);

    /// <exception cref="InvalidOperationException">The page was loaded again since the start.</exception>
    public static async Task<LiveRecord> ReadAsync(IPage page)
    {
        var record =
            await page.EvaluateAsync<Dictionary<string, string[]>?>(
                "() => window.aditRecord ?? null"
            ) ?? throw new InvalidOperationException("The page was loaded again.");
        return new LiveRecord(record["statuses"], record["images"]);
    }
}
