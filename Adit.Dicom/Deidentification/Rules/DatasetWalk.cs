using Adit.Dicom.Data;
using Adit.Dicom.Deidentification.Text;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>
/// Walks over the data of one instance, level by level with an own stack, and builds what may leave. The original is not changed.
/// </summary>
internal sealed partial class DatasetWalk
{
    private readonly RulePlan _plan;
    private readonly DeidentificationKey _key;
    private readonly SafePrivateAttributes? _safePrivate;
    private readonly TextCleaner _cleaner;
    private readonly InstanceTally _tally;
    private readonly string _pseudonym;
    private readonly int _shiftDays;
    private readonly string? _patientId;
    private readonly string? _patientName;
    private readonly HashSet<uint> _statements;
    private Frame[] _stack = new Frame[8];
    private DicomTag[] _path = new DicomTag[8];
    private Dictionary<uint, PrivateBlock>? _blocksBehind;
    private int _depth;

    /// <summary>Prepares a walk.</summary>
    /// <param name="context">What holds for all instances.</param>
    /// <param name="plan">The rules of the object's SOP class.</param>
    /// <param name="original">The header as it came.</param>
    /// <param name="cleaner">Knows the patient.</param>
    /// <param name="tally">Counts.</param>
    public DatasetWalk(
        WalkContext context,
        RulePlan plan,
        DicomDataset original,
        TextCleaner cleaner,
        InstanceTally tally
    )
    {
        _plan = plan;
        _key = context.Key;
        _safePrivate = plan.Effective.RetainSafePrivate ? context.SafePrivate : null;
        _cleaner = cleaner;
        _tally = tally;
        _pseudonym = context.Pseudonym;
        _shiftDays = context.ShiftDays;
        _statements = context.Statements;
        _patientId = original.GetString(DicomTag.PatientId);
        _patientName = original.GetString(DicomTag.PatientName);
    }

    /// <summary>Treats a whole data set.</summary>
    /// <param name="source">The original.</param>
    /// <param name="characterSet">How its text is encoded.</param>
    public DicomDataset Run(DicomDataset source, DicomCharacterSet characterSet) =>
        Run(source, characterSet, isBehind: false);

    private DicomDataset Run(DicomDataset source, DicomCharacterSet characterSet, bool isBehind)
    {
        var target = new DicomDataset(source.Count + 16)
        {
            FallbackCharacterSet = source.FallbackCharacterSet,
        };
        _depth = 0;
        _stack[0] = new Frame
        {
            Source = source,
            Items = source.GetEnumerator(),
            Target = target,
            CharacterSet = characterSet,
            Blocks = isBehind ? _blocksBehind ??= [] : null,
        };
        while (true)
        {
            ref var frame = ref _stack[_depth];
            if (frame.Items.MoveNext())
            {
                Visit(frame.Items.Current, ref frame);
                continue;
            }
            if (_depth == 0 && isBehind)
            {
                return target;
            }
            AddPrivateCreators(ref frame);
            if (_depth == 0)
            {
                return target;
            }
            if (++frame.Index < frame.SourceItems!.Count)
            {
                OpenItem(ref frame, in _stack[_depth - 1]);
            }
            else
            {
                _depth--;
            }
        }
    }

    /// <summary>Treats an item of the top level that comes behind the header; null when it is left out.</summary>
    public DicomItem? RunBehind(DicomItem item, DicomCharacterSet characterSet)
    {
        var single = new DicomDataset(1);
        single.Append(item);
        var result = Run(single, characterSet, isBehind: true);
        if (_blocksBehind?.TryGetValue(item.Tag.Value, out var block) == true)
        {
            // What its block will hold is not known yet.
            return block.Creator;
        }
        return result[item.Tag];
    }

    private void Visit(DicomItem item, ref Frame frame)
    {
        var tag = item.Tag;
        if (_depth == 0 && _statements.Contains(tag.Value))
        {
            return;
        }
        var rule = _plan.Find(tag, _path.AsSpan(0, _depth));
        if (item is DicomElement { Vr: DicomVr.UN } unknown && !tag.IsPrivate)
        {
            if (Known(unknown, rule.Entry) is not { } known)
            {
                Leave(rule, DeidentificationAction.Removed);
                return;
            }
            item = known;
        }
        switch (rule.Treatment)
        {
            case Treatment.Drop:
                break;
            case Treatment.Private:
                VisitPrivate(item, rule, ref frame);
                break;
            case Treatment.Overlay:
                VisitOverlay(item, rule, ref frame);
                break;
            default:
                if (item is DicomSequence sequence)
                {
                    VisitSequence(sequence, rule, rule.Treatment, ref frame);
                }
                else
                {
                    VisitValue(item, rule, rule.Treatment, ref frame);
                }
                break;
        }
    }

    private void Enter(DicomSequence sequence, bool isDummy, ref Frame frame)
    {
        var target = new DicomSequence(sequence.Tag)
        {
            HasUndefinedLength = sequence.HasUndefinedLength,
        };
        frame.Target.Append(target);
        if (sequence.Items.Count == 0)
        {
            return;
        }
        if (_depth + 1 >= MaxDepth)
        {
            throw new DicomDataException(
                $"Sequences are nested more than {MaxDepth} deep.",
                sequence.Tag
            );
        }
        _path[_depth] = sequence.Tag;
        if (++_depth == _stack.Length)
        {
            Array.Resize(ref _stack, _stack.Length * 2);
            Array.Resize(ref _path, _stack.Length);
        }
        ref var inner = ref _stack[_depth];
        inner = new Frame
        {
            SourceItems = sequence.Items,
            TargetSequence = target,
            IsDummy = isDummy,
        };
        OpenItem(ref inner, in _stack[_depth - 1]);
    }

    private static void OpenItem(ref Frame frame, in Frame parent)
    {
        var item = frame.SourceItems![frame.Index];
        var target = new DicomDataset(item.Count) { HasUndefinedLength = item.HasUndefinedLength };
        frame.TargetSequence!.Append(target);
        frame.Source = item;
        frame.Items = item.GetEnumerator();
        frame.Target = target;
        frame.CharacterSet = item.Contains(DicomTag.SpecificCharacterSet)
            ? item.CharacterSet
            : parent.CharacterSet;
        frame.IsDummyCode =
            frame.IsDummy
            && (
                item.Contains(DicomTag.CodeValue)
                || item.Contains(LongCodeValue)
                || item.Contains(UrnCodeValue)
            );
        frame.Blocks = null;
        frame.Overlay = 0;
    }

    /// <summary>Data sets deeper than this cannot be written; the reader's limit is lower.</summary>
    private const int MaxDepth = 500;

    private struct Frame
    {
        public DicomDataset Source;
        public DicomDataset.Enumerator Items;
        public DicomDataset Target;
        public DicomCharacterSet CharacterSet;

        /// <summary>The items of the sequence that is walked; null on the top level.</summary>
        public IList<DicomDataset>? SourceItems;
        public DicomSequence? TargetSequence;
        public int Index;

        /// <summary>Everything gets a dummy about which no row speaks.</summary>
        public bool IsDummy;
        public bool IsDummyCode;
        public Dictionary<uint, PrivateBlock>? Blocks;
        public ushort Overlay;
        public bool KeepsOverlay;
    }
}

/// <summary>What holds for all instances of a task.</summary>
internal sealed record WalkContext(
    DeidentificationKey Key,
    SafePrivateAttributes SafePrivate,
    string Pseudonym,
    int ShiftDays,
    HashSet<uint> Statements
);
