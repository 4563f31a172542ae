using Adit.E2E.Application;
using Adit.E2E.Browser;
using Adit.E2E.Pages;
using Microsoft.Playwright;

namespace Adit.E2E.Journeys;

/// <summary>What the journeys between real servers have in common.</summary>
public abstract class HospitalTest(Chromium browser, HospitalSite site) : BrowserTest(browser, site)
{
    protected HospitalSite Site { get; } = site;

    /// <summary>Searches a study on the page, chooses it, and starts its transfer.</summary>
    private protected static async Task<JobPage> TransferAsync(
        IPage page,
        StudyOnServer study,
        string destination
    )
    {
        var transfer = new SelectiveTransferPage(page);
        await ChooseAsync(transfer, study);
        return await transfer.StartAsync(destination);
    }

    private protected static async Task ChooseAsync(
        SelectiveTransferPage transfer,
        StudyOnServer study
    )
    {
        await transfer.SearchAsync(HospitalSite.Source, ("Patient ID", study.PatientId));
        await transfer.ChooseAsync(study.StudyInstanceUid);
    }
}
