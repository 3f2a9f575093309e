using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Wallet;

namespace CrmEdge.Cloud.Host.Purchases;

internal static class PurchasesModule
{
    public static IServiceCollection AddPurchases(this IServiceCollection services) => services
        .AddRecordStore<Purchase, PurchaseStore>()
        .AddRecordStore<ReversedSale, ReversedSaleStore>()
        .AddFactStore<PurchaseLine, PurchaseLineStore>()
        .AddFactStore<PurchaseReward, PurchaseRewardStore>()
        .AddFactStore<HomeMessage, HomeMessageStore>()
        .AddSingleton<PlaceDirectory>()
        .AddSingleton<BuyerFinder>()
        .AddSingleton<Classifications>()
        .AddSingleton<PurchaseReader>()
        .AddSingleton<PurchaseMetrics>()
        .AddHostedService(s => s.GetRequiredService<PurchaseMetrics>())
        .AddSingleton<SpendClaiming>()
        .AddSingleton<PurchaseService>();

    public static void MapPurchases(this IEndpointRouteBuilder backOffice) =>
        PurchasesApi.Map(backOffice.MapGroup("").AddEndpointFilter(LedgerAnswers.Filter));
}
