using System.Text;
using Microsoft.JSInterop;

namespace Adit.Web.Features.Shell;

/// <summary>
/// Hands a file to the browser that a page has made, over the circuit: no address that could be called without the page, or
/// stay in a history. Bounded by what the page holds in memory; pixel data goes other ways.
/// </summary>
public sealed class FileDownload(IJSRuntime script)
{
    public Task SaveAsync(string name, string mediaType, string text) =>
        SaveAsync(name, mediaType, Encoding.UTF8.GetBytes(text));

    public async Task SaveAsync(string name, string mediaType, byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        using var reference = new DotNetStreamReference(stream);
        await script.InvokeVoidAsync("adit.saveFile", name, mediaType, reference);
    }
}
