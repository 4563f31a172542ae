namespace Adit.Web.Features.Notifications;

public enum NotificationLevel
{
    Info,
    Success,
    Warning,
    Error,
}

/// <summary>One message to the person: a flash message after an action or a live event. The link stays within the application.</summary>
public sealed record Notification(
    long Id,
    NotificationLevel Level,
    string Text,
    string? Link,
    string? LinkText
);
