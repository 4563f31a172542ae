using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Projects;

/// <summary>Who is behind the pseudonyms; nothing is read before somebody has asked for it, and each look is recorded.</summary>
public sealed partial class LinkTablePanel
{
    private const int PageSize = 50;

    private bool _busy;
    private int _skip;
    private string _shown = "";
    private string? _find;
    private string? _error;
    private Page<LinkRow>? _links;

    [Parameter, EditorRequired]
    public int ProjectId { get; set; }

    [Parameter, EditorRequired]
    public string ProjectName { get; set; } = "";

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private ReadLinkTable Reader { get; set; } = default!;

    [Inject]
    private ExportLinkTable Exporter { get; set; } = default!;

    [Inject]
    private FileDownload Download { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    private Task ShowAsync() => ReadAsync(0);

    private Task FindAsync()
    {
        _shown = _find?.Trim() ?? "";
        return ReadAsync(0);
    }

    private void Hide() => (_links, _find, _shown, _skip, _error) = (null, null, "", 0, null);

    private async Task ReadAsync(int skip)
    {
        if (_busy || await Actors.FindAsync() is not { } actor)
        {
            return;
        }
        _busy = true;
        try
        {
            var result = await Reader.ExecuteAsync(actor, ProjectId, skip, PageSize, _shown);
            _error = result.Error?.Message;
            (_links, _skip) = result.IsSuccess ? (result.Value, skip) : (null, 0);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task ExportAsync()
    {
        if (_busy || await Actors.FindAsync() is not { } actor)
        {
            return;
        }
        _busy = true;
        try
        {
            var result = await Exporter.ExecuteAsync(actor, ProjectId);
            _error = result.Error?.Message;
            if (result.IsSuccess)
            {
                // The file's name lies about in folders of downloads: it names the project's number alone.
                await Download.SaveAsync($"link-table-{ProjectId}.csv", "text/csv", result.Value);
                Notifications.Show(
                    NotificationLevel.Warning,
                    $"The link table of {ProjectName} is on your computer now. Keep it apart from the data."
                );
            }
            else
            {
                _links = null;
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
