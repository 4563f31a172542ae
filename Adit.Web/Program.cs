using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using MudBlazor.Services;
using Serilog;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
if (
    string.IsNullOrEmpty(builder.Configuration["urls"])
    && string.IsNullOrEmpty(builder.Configuration["http_ports"])
)
{
    builder.WebHost.UseUrls("http://127.0.0.1:8000");
}
builder.Services.AddSerilog(
    (services, logging) =>
        logging.ReadFrom.Configuration(builder.Configuration).ReadFrom.Services(services),
    preserveStaticLogger: true
);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddMudServices();
builder.Services.AddScoped<NotificationCenter>();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddAuthentication().AddCookie();
builder
    .Services.AddAuthorizationBuilder()
    .AddPolicy(Policies.Staff, policy => policy.RequireClaim(Policies.StaffClaim));
builder.Services.AddHealthChecks();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();

var app = builder.Build();
app.UseSecurityHeaders();
if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler("/error", createScopeForErrors: true);
}
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapHealthChecks("/health/live");
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
await app.RunAsync();
