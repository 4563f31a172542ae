namespace Adit.Web.Features.Notifications;

/// <summary>The messages of one open page (a circuit). Bounded: a burst of events never fills the screen.</summary>
public sealed class NotificationCenter
{
    public const int Capacity = 4;

    private readonly List<Notification> _items = [];
    private long _lastId;

    public event Action? Changed;

    public IReadOnlyList<Notification> Items => _items;

    public Notification Show(
        NotificationLevel level,
        string text,
        string? link = null,
        string? linkText = null
    )
    {
        // The same words twice are one message; the newer one counts.
        _items.RemoveAll(item => item.Level == level && item.Text == text && item.Link == link);
        if (_items.Count == Capacity)
        {
            _items.RemoveAt(0);
        }
        var added = new Notification(++_lastId, level, text, link, linkText);
        _items.Add(added);
        Changed?.Invoke();
        return added;
    }

    public void Dismiss(long id)
    {
        if (_items.RemoveAll(item => item.Id == id) > 0)
        {
            Changed?.Invoke();
        }
    }
}
