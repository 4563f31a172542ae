// Deliberate offenders: each breaks one rule in the way that is hardest to see, inside the body of an asynchronous
// method. The tests hand them to the rules to prove that the rules can fail.
namespace Adit.Web.Tests.Architecture.Samples.Toolkit.Network
{
    internal static class Wire
    {
        public static ValueTask SendAsync() => ValueTask.CompletedTask;
    }
}

namespace Adit.Web.Tests.Architecture.Samples.Toolkit.Data
{
    internal static class DataThatTalks
    {
        public static async Task SaveAsync() => await Network.Wire.SendAsync();
    }
}

namespace Adit.Web.Tests.Architecture.Samples.Layers
{
    internal static class DomainThatPersists
    {
        public static async Task<int> CountAsync(IServiceProvider services)
        {
            await Task.Yield();
            return
                services.GetService(typeof(object))
                    is Microsoft.EntityFrameworkCore.DbContext context
                ? await context.SaveChangesAsync()
                : 0;
        }
    }
}

namespace Adit.Web.Tests.Architecture.Samples.Features.Upload
{
    internal static class UploadPage
    {
        public static string Title() => "Upload";
    }
}

namespace Adit.Web.Tests.Architecture.Samples.Features.Explorer
{
    internal static class ExplorerPage
    {
        public static async Task<string> TitleAsync()
        {
            await Task.Yield();
            return Upload.UploadPage.Title();
        }
    }
}
