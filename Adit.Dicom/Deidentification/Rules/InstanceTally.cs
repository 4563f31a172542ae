namespace Adit.Dicom.Deidentification.Rules;

/// <summary>What was done to one instance; it counts only when the instance is complete.</summary>
internal sealed class InstanceTally
{
    private readonly List<(
        AttributeRule Rule,
        DeidentificationAction Action,
        bool Deviates
    )> _done = new(128);

    public void Add(AttributeRule rule, DeidentificationAction action, bool deviates = false) =>
        _done.Add((rule, action, deviates));

    public void Commit()
    {
        foreach (var (rule, action, deviates) in _done)
        {
            rule.Count(action, deviates);
        }
        _done.Clear();
    }
}
