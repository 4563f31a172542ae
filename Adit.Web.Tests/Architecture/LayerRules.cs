using System.Reflection;
using NetArchTest.Rules;

namespace Adit.Web.Tests.Architecture;

/// <summary>Who may see whom. Each rule takes the assembly that it judges, so that a test can hand it an offender.</summary>
internal static class LayerRules
{
    /// <summary>What the domain layer is kept free of.</summary>
    public static readonly string[] OutsideOfDomain =
    [
        "Microsoft.EntityFrameworkCore",
        "Microsoft.AspNetCore",
        "Microsoft.Data",
        "Npgsql",
        "Coravel",
        "ClosedXML",
        "MudBlazor",
        "Adit.Infrastructure",
        "Adit.Web",
    ];

    /// <summary>Full names of the types in a namespace that depend on one of the forbidden namespaces.</summary>
    public static IReadOnlyList<string> Offenders(
        Assembly assembly,
        string inNamespace,
        IReadOnlyCollection<string> forbidden
    )
    {
        var result = Types
            .InAssembly(assembly)
            .That()
            .ResideInNamespaceMatching(
                $@"^{inNamespace.Replace(".", @"\.", StringComparison.Ordinal)}(\.|$)"
            )
            .ShouldNot()
            .HaveDependencyOnAny([.. forbidden])
            .GetResult();
        return result.IsSuccessful ? [] : [.. result.FailingTypeNames];
    }

    /// <summary>Types below <paramref name="featuresNamespace"/>.X that depend on …Y, for two different features X and Y.</summary>
    public static IReadOnlyList<string> FeaturesThatSeeEachOther(
        Assembly assembly,
        string featuresNamespace,
        IReadOnlyCollection<string> features
    ) =>
        [
            .. features.SelectMany(feature =>
                Offenders(
                    assembly,
                    $"{featuresNamespace}.{feature}",
                    [
                        .. features
                            .Where(other => other != feature)
                            .Select(other => $"{featuresNamespace}.{other}"),
                    ]
                )
            ),
        ];

    /// <summary>Names of the project's own assemblies that an assembly refers to.</summary>
    public static IReadOnlyList<string> OwnReferences(Assembly assembly) =>
        [
            .. assembly
                .GetReferencedAssemblies()
                .Select(name => name.Name!)
                .Where(name =>
                    name.StartsWith("Adit.", StringComparison.OrdinalIgnoreCase) || name == "adit"
                ),
        ];
}
