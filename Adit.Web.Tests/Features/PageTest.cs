using System.Globalization;
using System.Security.Claims;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.SelectiveTransfer;
using Adit.Domain.StudySearch;
using Adit.Web.Features.DicomNodes;
using Adit.Web.Features.Jobs;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Projects;
using Adit.Web.Features.SelectiveTransfer;
using Adit.Web.Features.Shell;
using Adit.Web.Features.StudySearch;
using Bunit;
using FluentValidation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Adit.Web.Tests.Features;

/// <summary>Renders pages over the real use cases, with what lies behind their ports replaced.</summary>
public abstract class PageTest : BunitContext
{
    protected const int ResearcherId = 7;

    // A loaded machine renders late; a wait that succeeds costs nothing of this.
    static PageTest() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    internal PageTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<NotificationCenter>();
        Services.AddScoped<FileDownload>();
        Services.AddSingleton<IActorProvider>(People);
        Services.AddScoped<CurrentActor>();
        Services.AddSingleton<IPeopleQueries>(People);
        Services.AddSingleton<IAuditTrail>(People);
        Services.AddSingleton<INodeStore>(Hospital);
        Services.AddSingleton<INodeQueries>(Hospital);
        Services.AddSingleton<IStudySearcher>(Hospital);
        Services.AddSingleton<INodeHealth>(World);
        Services.AddSingleton<IDirectMoveQueries>(World);
        Services.AddSingleton<IDirectMovePairs>(World);
        Services.AddSingleton<IDirectMoveStore>(World);
        Services.AddSingleton<IFolderUsageQueries>(World);
        Services.AddSingleton<IFolderProbe>(World);
        Services.AddSingleton<IServerProbe>(World);
        Services.AddSingleton<IReceiverQueries>(World);
        Services.AddSingleton<IStudySeriesSearcher>(World);
        Services.AddSingleton<IStudySeriesQueries, StudySeriesQueries>();
        Services.AddSingleton<IValidator<ServerInput>, ServerInputValidator>();
        Services.AddSingleton<IValidator<FolderInput>, FolderInputValidator>();
        Services.AddSingleton<SaveServer>();
        Services.AddSingleton<SaveFolder>();
        Services.AddSingleton<ArchiveNode>();
        Services.AddSingleton<SetNodeAccess>();
        Services.AddSingleton<SetDirectMove>();
        Services.AddSingleton<IAuthorizationProtector>(World);
        Services.AddSingleton<SetAuthorization>();
        Services.AddSingleton<TestConnection>();
        Services.AddSingleton<NodeCommands>();
        Services.AddSingleton<IDicomFaultMessages>(Hospital);
        Services.AddSingleton<IValidator<StudySearchCriteria>, StudySearchCriteriaValidator>();
        Services.AddSingleton<
            IValidator<SelectiveTransferInput>,
            SelectiveTransferInputValidator
        >();
        Services.AddSingleton<SearchStudies>();
        Services.AddSingleton<StudySearchMemory>();
        Services.AddSingleton<TransferFormMemory>();
        Services.AddTransient<PseudonymDesk>();
        Services.AddSingleton<CreateSelectiveTransfer>();
        AddProjects();
        Services.AddSingleton<IJobQueries>(Jobs);
        Services.AddSingleton<IJobStore>(Jobs);
        Services.AddSingleton<IEngineSignal>(Jobs);
        Services.AddSingleton<IJobProgressBroker>(Broker);
        Services.AddSingleton<JobActionRunner>();
        Services.AddSingleton<VerifyJob>();
        Services.AddSingleton<DeleteJob>();
        Services.AddSingleton<CancelJob>();
        Services.AddSingleton<ResumeJob>();
        Services.AddSingleton<RetryJob>();
        Services.AddSingleton<RestartJob>();
        Services.AddSingleton<SetJobUrgency>();
        Services.AddSingleton<CancelTask>();
        Services.AddSingleton<KillTask>();
        Services.AddSingleton<RetryTask>();
        Services.AddSingleton<AcceptOtherPatientId>();
        Services.AddSingleton<JobCommands>();
        var login = AddAuthorization();
        login.SetAuthorized("researcher");
        login.SetClaims(
            new Claim(
                ClaimTypes.NameIdentifier,
                ResearcherId.ToString(CultureInfo.InvariantCulture)
            )
        );
    }

    internal FakePeople People { get; } = new(ResearcherId);

    internal FakeHospital Hospital { get; } = new();

    internal FakeNodeWorld World { get; } = new();

    internal FakeJobs Jobs { get; } = new();

    internal FakeProjects Projects { get; } = new();

    internal FakeProjectReads ProjectReads => field ??= new(Projects);

    internal FakeBroker Broker { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected NotificationCenter Notifications => Services.GetRequiredService<NotificationCenter>();

    /// <summary>The page with the providers that menus and dialogs draw into, as the layout has them.</summary>
    protected IRenderedComponent<IComponent> RenderPage<TPage>(
        params (string Name, object Value)[] parameters
    )
        where TPage : IComponent =>
        Render(builder =>
        {
            Open<MudPopoverProvider>(builder);
            Open<MudDialogProvider>(builder);
            builder.OpenComponent<TPage>(10);
            foreach (var (name, value) in parameters)
            {
                builder.AddComponentParameter(11, name, value);
            }
            builder.CloseComponent();
        });

    /// <summary>
    /// Clicks as a browser does: on what is rendered now, and the handler has run, up to its first wait, when this
    /// returns. A bare Click() is only put into the queue while the page renders on another thread.
    /// </summary>
    protected static Task ClickAsync(
        IRenderedComponent<IComponent> page,
        string selector,
        bool shift = false
    ) => page.InvokeAsync(() => page.Find(selector).Click(new MouseEventArgs { ShiftKey = shift }));

    protected static Task ChangeAsync<TValue>(
        IRenderedComponent<IComponent> page,
        string selector,
        TValue value
    ) => page.InvokeAsync(() => page.Find(selector).Change(value));

    protected static Task SubmitAsync(IRenderedComponent<IComponent> page, string selector) =>
        page.InvokeAsync(() => page.Find(selector).Submit());

    private void AddProjects()
    {
        Services.AddSingleton<IProjectQueries>(ProjectReads);
        Services.AddSingleton<IProfileQueries>(ProjectReads);
        Services.AddSingleton<IDeidentificationReports>(ProjectReads);
        Services.AddSingleton<CheckPseudonyms>();
        Services.AddSingleton<ProjectCommands>();
        Services.AddSingleton<IProjectStore>(Projects);
        Services.AddSingleton<IProfileStore>(Projects);
        Services.AddSingleton<IProjectSecrets>(Projects);
        Services.AddSingleton<IPatientProtector>(Projects);
        Services.AddSingleton<IDeliveryHistory>(Projects);
        Services.AddSingleton<IValidator<ProjectInput>, ProjectInputValidator>();
        Services.AddSingleton<IValidator<ProfileInput>, ProfileInputValidator>();
        Services.AddSingleton<ProjectAdmission>();
        Services.AddSingleton<AssignPseudonyms>();
        Services.AddSingleton<PseudonymisedTransfers>();
        Services.AddSingleton<CreateProject>();
        Services.AddSingleton<ChangeProject>();
        Services.AddSingleton<SetProjectMembers>();
        Services.AddSingleton<ArchiveProject>();
        Services.AddSingleton<GeneratePseudonyms>();
        Services.AddSingleton<ReadLinkTable>();
        Services.AddSingleton<ExportLinkTable>();
        Services.AddSingleton<SaveProfile>();
        Services.AddSingleton<ArchiveProfile>();
        Services.AddSingleton<PreviewDeidentification>();
    }

    private static void Open<TComponent>(RenderTreeBuilder builder)
        where TComponent : IComponent
    {
        builder.OpenComponent<TComponent>(0);
        builder.CloseComponent();
    }
}
