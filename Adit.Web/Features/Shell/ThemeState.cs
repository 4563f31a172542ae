namespace Adit.Web.Features.Shell;

/// <summary>What the person chose (light, dark, system) and which of both shows now; known from cookies before the first paint.</summary>
public sealed class ThemeState(string choice, bool isDark)
{
    public event Action? Changed;

    public string Choice { get; private set; } = choice;

    public bool IsDark { get; private set; } = isDark;

    public void Choose(string choice, bool isDark)
    {
        Choice = choice;
        Show(isDark);
    }

    public void SystemChanged(bool isDark)
    {
        if (Choice == "system")
        {
            Show(isDark);
        }
    }

    private void Show(bool isDark)
    {
        IsDark = isDark;
        Changed?.Invoke();
    }
}
