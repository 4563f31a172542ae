namespace Adit.Infrastructure.Settings;

/// <summary>A setting that staff changes while the program runs.</summary>
public sealed class Setting
{
    public const int MaxKeyLength = 100;

    private Setting() { }

    public Setting(string key, string value)
    {
        Key = key;
        Value = value;
    }

    public string Key { get; private set; } = "";

    public string Value { get; private set; } = "";

    public void Change(string value) => Value = value;
}
