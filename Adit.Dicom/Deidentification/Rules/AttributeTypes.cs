using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>
/// The types (PS3.5 section 7.4) that attributes of Table E.1-1 have in the IODs of PS3.3, as far as an action depends on them.
/// A conditional type counts as its plain one, the strongest of several holds.
/// </summary>
/// <remarks>The embedded resource <c>attribute-types.tsv.gz</c>, read at the first question. Newer SOP classes are not in it.</remarks>
internal sealed class AttributeTypes
{
    /// <summary>The type is not known.</summary>
    public const int Unknown = 0;

    private const string ResourceName = "Adit.Dicom.Resources.attribute-types.tsv.gz";

    private static readonly Lazy<FrozenDictionary<string, AttributeTypes>> Loaded = new(Load);

    private readonly FrozenDictionary<ulong, byte> _types;

    private AttributeTypes(FrozenDictionary<ulong, byte> types)
    {
        _types = types;
    }

    /// <summary>For objects of which nothing is known.</summary>
    public static AttributeTypes None { get; } = new(FrozenDictionary<ulong, byte>.Empty);

    /// <summary>The SOP classes whose types are known.</summary>
    public static IReadOnlyList<string> SopClasses => Loaded.Value.Keys;

    /// <summary>The types in objects of this SOP class; <see cref="None"/> when it is not known.</summary>
    public static AttributeTypes Of(string sopClassUid) =>
        Loaded.Value.GetValueOrDefault(sopClassUid) ?? None;

    /// <summary>1, 2 or 3, or <see cref="Unknown"/>.</summary>
    /// <param name="within">A sequence that holds the attribute at some depth; default for the top level.</param>
    /// <param name="tag">The attribute.</param>
    public int Find(DicomTag within, DicomTag tag) =>
        _types.GetValueOrDefault(((ulong)within.Value << 32) | tag.Value);

    private static FrozenDictionary<string, AttributeTypes> Load()
    {
        using var resource =
            typeof(AttributeTypes).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException(
                $"The resource {ResourceName} is missing in the assembly."
            );
        using var reader = new StreamReader(
            new GZipStream(resource, CompressionMode.Decompress),
            System.Text.Encoding.UTF8
        );
        var classes = new List<(string Uid, Dictionary<ulong, byte> Types)>(128);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            if (fields[0] == "C")
            {
                classes.Add((fields[1], []));
                continue;
            }
            // The tag, behind that of the enclosing sequence if there is one; the type; indexes of the SOP classes above.
            var path = ulong.Parse(
                fields[0],
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture
            );
            var type = (byte)(fields[1][0] - '0');
            foreach (var index in fields[2].Split(','))
            {
                var types = classes[int.Parse(index, CultureInfo.InvariantCulture)].Types;
                // Some classes have several modules with the same attribute: one line for each type.
                types[path] = types.TryGetValue(path, out var known) && known < type ? known : type;
            }
        }
        return classes.ToFrozenDictionary(
            pair => pair.Uid,
            pair => new AttributeTypes(pair.Types.ToFrozenDictionary()),
            StringComparer.Ordinal
        );
    }
}
