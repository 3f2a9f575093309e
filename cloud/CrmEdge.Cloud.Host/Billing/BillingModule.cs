using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;

namespace CrmEdge.Cloud.Host.Billing;

internal static class BillingModule
{
    public static IServiceCollection AddBilling(this IServiceCollection services) => services
        .AddRecordStore<Invoice, InvoiceStore>()
        .AddRecordStore<InvoiceCounter, InvoiceCounterStore>()
        .AddFactStore<InvoiceLine, InvoiceLineStore>()
        .AddSingleton<BillingRun>()
        .AddHostedService<BillingWorker>();

    public static void MapBilling(this IEndpointRouteBuilder backOffice) => InvoicesApi.Map(backOffice);
}
