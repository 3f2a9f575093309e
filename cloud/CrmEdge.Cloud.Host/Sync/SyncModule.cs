using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Cloud.Host.Sync;

internal static class SyncModule
{
    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        return services.AddValidatedOptions<SyncOptions>(SyncOptions.Section)
            .AddRecordStore<InboxMark, InboxMarkStore>()
            .AddRecordStore<QuarantineEntry, QuarantineStore>()
            .AddSingleton<EdgeStreams>()
            .AddSingleton<EdgeStreamFactory>()
            .AddSingleton<StreamGreeting>()
            .AddSingleton<InboxIntake>()
            .AddSingleton<InboxBacklog>()
            .AddSingleton<InboxSignal>()
            .AddSingleton<InboxFeed>()
            .AddSingleton<InboxHandlers>()
            .AddSingleton<InboxApplier>()
            .AddSingleton<SnapshotFeed>()
            .AddSingleton<ISnapshotSource, KeySnapshot>()
            .AddSingleton<ISnapshotSource, ContactSnapshot>()
            .AddSingleton<IntakeKeys>()
            .AddSingleton<SaleIdentification>()
            .AddSingleton<SaleResults>()
            .AddSingleton<IInboxHandler, PurchaseRecords>()
            .AddSingleton<IInboxHandler, ReversalRecords>()
            .AddSingleton<SyncMetrics>()
            .AddHostedService<StreamWatch>()
            .AddHostedService<InboxWorker>();
    }

    public static void MapSync(this WebApplication app, IEndpointRouteBuilder backOffice)
    {
        QuarantineApi.Map(backOffice);
        app.MapGrpcService<EdgeSyncService>().On(SyncAddress.Listener);
        app.MapGrpcService<PointOfSaleService>().On(SyncAddress.Listener);
    }
}
