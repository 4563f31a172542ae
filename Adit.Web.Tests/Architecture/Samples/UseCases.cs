namespace Adit.Web.Tests.Architecture.Samples.UseCases;

internal interface ISampleUseCase<in TInput>
{
    Task<bool> ExecuteAsync(TInput input);
}

internal sealed record SampleActor(bool IsStaff);

internal sealed class CarefulUseCase : ISampleUseCase<SampleActor>
{
    public async Task<bool> ExecuteAsync(SampleActor input)
    {
        await Task.Yield();
        return input.IsStaff;
    }
}

internal sealed class UseCaseThatAsksAndNeverLooks : ISampleUseCase<SampleActor>
{
    public Task<bool> ExecuteAsync(SampleActor input) => Task.FromResult(true);
}

internal sealed class UseCaseThatDoesNotAsk : ISampleUseCase<int>
{
    public Task<bool> ExecuteAsync(int input) => Task.FromResult(input > 0);
}
