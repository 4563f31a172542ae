using Adit.Web.Tests.Architecture.Samples.UseCases;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Architecture;

/// <summary>Rule 5: rights are checked in the use case, which every page and every endpoint calls.</summary>
public sealed class UseCaseTests
{
    [Fact]
    public void UseCases_AnyUseCase_LooksAtWhoActs()
    {
        var actor = Assemblies.Domain.GetType("Adit.Domain.Accounts.Actor", throwOnError: true)!;
        var useCases = UseCaseRules.UseCasesIn(Assemblies.Domain, "Adit.Domain");

        useCases.ShouldNotBeEmpty();
        UseCaseRules.Careless(useCases, actor).ShouldBeEmpty();
    }

    [Fact]
    public void UseCases_CarelessOnes_AreFound() =>
        UseCaseRules
            .Careless(
                UseCaseRules.UseCasesIn(Assemblies.Tests, typeof(SampleActor).Namespace!),
                typeof(SampleActor)
            )
            .ShouldBe(
                [
                    typeof(UseCaseThatAsksAndNeverLooks).FullName!,
                    typeof(UseCaseThatDoesNotAsk).FullName!,
                ],
                ignoreOrder: true
            );
}
