using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Wallet;

namespace CrmEdge.Cloud.Host.Rewards;

internal static class RewardsModule
{
    public static IServiceCollection AddRewards(this IServiceCollection services) => services
        .AddRecordStore<CommerceLot, CommerceLotStore>()
        .AddRecordStore<ContactStanding, ContactStandingStore>()
        .AddRecordStore<SpendCounter, SpendCounterStore>()
        .AddSingleton<RewardBook>()
        .AddSingleton<LotExpiry>()
        .AddHostedService(s => s.GetRequiredService<LotExpiry>());

    public static void MapRewards(this IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("").AddEndpointFilter(LedgerAnswers.Filter);
        RewardOffersApi.Map(group);
        CommercePoolsApi.Map(group);
        RewardSettingsApi.Map(group);
    }
}
