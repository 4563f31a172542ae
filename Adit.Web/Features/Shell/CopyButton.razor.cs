using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Adit.Web.Features.Shell;

/// <summary>Puts a text on the clipboard.</summary>
public sealed partial class CopyButton
{
    private bool _copied;

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter]
    public string Label { get; set; } = "Copy";

    [Parameter]
    public bool ShowText { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    private async Task CopyAsync()
    {
        await Script.InvokeVoidAsync("adit.copyText", Text);
        _copied = true;
    }
}
