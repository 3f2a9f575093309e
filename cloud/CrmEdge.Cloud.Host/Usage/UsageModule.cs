using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Sync;

namespace CrmEdge.Cloud.Host.Usage;

internal static class UsageModule
{
    public static IServiceCollection AddUsage(this IServiceCollection services) => services
        .AddRecordStore<UsageMark, UsageMarkStore>()
        .AddRecordStore<PeriodUsage, PeriodUsageStore>()
        .AddFactStore<UsageRow, UsageRowStore>()
        .AddSingleton<UsageDirectory>()
        .AddSingleton<IInboxHandler, UsageHandler>();

    public static void MapUsage(this IEndpointRouteBuilder backOffice) => UsagePricesApi.Map(backOffice);
}
