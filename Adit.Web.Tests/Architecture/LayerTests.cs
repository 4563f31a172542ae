using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Architecture;

public sealed class LayerTests
{
    private const string Samples = "Adit.Web.Tests.Architecture.Samples";

    /// <summary>What the user does. Everything else is a module and serves all features.</summary>
    private static readonly string[] _features =
    [
        "SelectiveTransfer",
        "BatchQuery",
        "BatchTransfer",
        "ContinuousTransfer",
        "DicomExplorer",
        "Upload",
        "Admin",
        "Accounts",
        "Home",
    ];

    /// <summary>What serves all features; it must not know any of them.</summary>
    private static readonly string[] _modules =
    [
        "Jobs",
        "StudySearch",
        "DicomNodes",
        "DeidentificationProfiles",
        "Notifications",
        "Projects",
        "Shell",
    ];

    private static readonly Dictionary<string, string[]> _allowedReferences = new()
    {
        ["Adit.Dicom"] = [],
        ["Adit.Domain"] = ["Adit.Dicom"],
        ["Adit.Infrastructure"] = ["Adit.Domain", "Adit.Dicom"],
        ["Adit.Web"] = ["Adit.Infrastructure", "Adit.Domain", "Adit.Dicom"],
    };

    // Rule 1: the toolkit stands alone, and its data and encodings know nothing of a network.

    [Fact]
    public void Toolkit_AnyAssembly_RefersToNoOtherProject() =>
        LayerRules.OwnReferences(Assemblies.Dicom).ShouldBeEmpty();

    [Theory]
    [InlineData("Adit.Dicom.Data")]
    [InlineData("Adit.Dicom.Encoding")]
    public void ToolkitData_AnyType_DoesNotUseNetworkOrWeb(string inNamespace) =>
        LayerRules
            .Offenders(Assemblies.Dicom, inNamespace, ["Adit.Dicom.Network", "Adit.Dicom.Web"])
            .ShouldBeEmpty();

    [Fact]
    public void ToolkitData_TypeThatTalks_IsFound() =>
        LayerRules
            .Offenders(Assemblies.Tests, $"{Samples}.Toolkit.Data", [$"{Samples}.Toolkit.Network"])
            .ShouldBe([$"{Samples}.Toolkit.Data.DataThatTalks"]);

    // Rule 2: the domain knows no database, no web framework, no queue.

    [Fact]
    public void Domain_AnyType_KnowsNoFramework() =>
        LayerRules
            .Offenders(Assemblies.Domain, "Adit.Domain", LayerRules.OutsideOfDomain)
            .ShouldBeEmpty();

    [Fact]
    public void Domain_AnyType_UsesDataOfTheToolkitOnly() =>
        LayerRules
            .Offenders(Assemblies.Domain, "Adit.Domain", ["Adit.Dicom.Network"])
            .ShouldBeEmpty();

    [Fact]
    public void Domain_TypeThatPersists_IsFound() =>
        LayerRules
            .Offenders(Assemblies.Tests, $"{Samples}.Layers", LayerRules.OutsideOfDomain)
            .ShouldBe([$"{Samples}.Layers.DomainThatPersists"]);

    [Theory]
    [InlineData("Adit.Dicom")]
    [InlineData("Adit.Domain")]
    [InlineData("Adit.Infrastructure")]
    [InlineData("Adit.Web")]
    public void Project_AnyReference_IsAllowed(string project) =>
        ProjectReferences($"{project}/{project}.csproj")
            .ShouldBeSubsetOf(_allowedReferences[project]);

    // Rule 3: pages and endpoints call use cases and queries, never the database.

    [Fact]
    public void Features_AnyType_DoesNotTouchTheDatabase() =>
        LayerRules
            .Offenders(
                Assemblies.Web,
                "Adit.Web.Features",
                [
                    "Microsoft.EntityFrameworkCore",
                    "Microsoft.Data",
                    "Npgsql",
                    "Adit.Infrastructure.Persistence",
                ]
            )
            .ShouldBeEmpty();

    [Fact]
    public void Features_TypeThatTouchesTheDatabase_IsFound() =>
        LayerRules
            .Offenders(Assemblies.Tests, $"{Samples}.Layers", ["Microsoft.EntityFrameworkCore"])
            .ShouldBe([$"{Samples}.Layers.DomainThatPersists"]);

    // Rule 4: a feature never imports another feature.

    [Fact]
    public void Features_AnyType_DoesNotImportAnotherFeature()
    {
        LayerRules
            .FeaturesThatSeeEachOther(Assemblies.Web, "Adit.Web.Features", _features)
            .ShouldBeEmpty();
        // Outside of the web project, Accounts is the module that knows who acts; every use case needs it.
        string[] features = [.. _features.Where(feature => feature != "Accounts")];
        LayerRules
            .FeaturesThatSeeEachOther(Assemblies.Domain, "Adit.Domain", features)
            .ShouldBeEmpty();
        LayerRules
            .FeaturesThatSeeEachOther(Assemblies.Infrastructure, "Adit.Infrastructure", features)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Modules_AnyType_DoesNotImportAFeature() =>
        _modules
            .SelectMany(module =>
                LayerRules.Offenders(
                    Assemblies.Web,
                    $"Adit.Web.Features.{module}",
                    [.. _features.Select(feature => $"Adit.Web.Features.{feature}")]
                )
            )
            .ShouldBeEmpty();

    [Fact]
    public void Features_AnyFolder_IsAKnownFeatureOrModule() =>
        SourceTree
            .Files.Where(path => path.StartsWith("Adit.Web/Features/", StringComparison.Ordinal))
            .Select(path => path.Split('/')[2])
            .Distinct()
            .ShouldBeSubsetOf(_features.Concat(_modules));

    [Fact]
    public void Features_PageThatImportsAnotherFeature_IsFound() =>
        LayerRules
            .FeaturesThatSeeEachOther(
                Assemblies.Tests,
                $"{Samples}.Features",
                ["Upload", "Explorer"]
            )
            .ShouldBe([$"{Samples}.Features.Explorer.ExplorerPage"]);

    private static string[] ProjectReferences(string projectFile) =>
        [
            .. XDocument
                .Parse(SourceTree.Read(projectFile))
                .Descendants("ProjectReference")
                .Select(reference =>
                    Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)
                ),
        ];
}
