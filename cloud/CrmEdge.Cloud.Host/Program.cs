using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Billing;
using CrmEdge.Cloud.Host.Catalogue;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Devices;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Keys;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Operations;
using CrmEdge.Cloud.Host.Organisations;
using CrmEdge.Cloud.Host.Purchases;
using CrmEdge.Cloud.Host.Rewards;
using CrmEdge.Cloud.Host.Subscriptions;
using CrmEdge.Cloud.Host.Sync;
using CrmEdge.Cloud.Host.Usage;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Hosting;

namespace CrmEdge.Cloud.Host;

/// <summary>The composition root: each module is one AddX and one MapX.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => Commands.RunAsync(args);

    /// <summary>The whole host, not started.</summary>
    /// <param name="args">Settings as on the command line, such as <c>--Keys:File=/etc/crmedge/host.keys</c>.</param>
    /// <param name="adjust">What a caller in the same process wants otherwise, such as another clock.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // Request lines carry what callers search for: phones and email addresses among it.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.AddCrmEdgeHosting();
        builder.Services.AddKeys().AddDatabase().AddOrganisations().AddContacts().AddCatalogue();
        builder.Services.AddLedger().AddWallet().AddRewards().AddPurchases();
        builder.AddApi();
        builder.AddEnrolment();
        builder.Services.AddSync().AddUsage().AddSubscriptions().AddBilling().AddDevices().AddOperations();
        adjust?.Invoke(builder);
        var app = builder.Build();
        app.UseApi();
        var backOffice = app.MapBackOffice();
        backOffice.MapKeys();
        backOffice.MapOrganisations();
        backOffice.MapContacts();
        backOffice.MapCatalogue();
        backOffice.MapWallet();
        backOffice.MapRewards();
        backOffice.MapPurchases();
        app.MapEnrolment(backOffice);
        app.MapSync(backOffice);
        backOffice.MapUsage();
        backOffice.MapSubscriptions();
        backOffice.MapBilling();
        app.MapDevices(backOffice);
        return app;
    }
}
