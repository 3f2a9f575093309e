using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Cloud.Host.Wallet;

internal static class WalletModule
{
    public static IServiceCollection AddWallet(this IServiceCollection services)
    {
        services.AddValidatedOptions<WalletOptions>(WalletOptions.Section);
        return services
            .AddRecordStore<WalletHome, WalletHomeStore>()
            .AddRecordStore<SpendToken, SpendTokenStore>()
            .AddRecordStore<SpendClaim, SpendClaimStore>()
            .AddRecordStore<TerminalAttempts, TerminalAttemptsStore>()
            .AddSingleton<IWalletOpener, WalletOpener>()
            .AddSingleton<WalletDirectory>()
            .AddSingleton<WalletSecrets>()
            .AddSingleton<WalletReader>()
            .AddSingleton<WalletJournal>()
            .AddSingleton<SpendTokens>()
            .AddSingleton<HomeRelay>()
            .AddHostedService(s => s.GetRequiredService<HomeRelay>())
            .AddSingleton<ClaimSweeper>()
            .AddHostedService(s => s.GetRequiredService<ClaimSweeper>());
    }

    public static void MapWallet(this IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("").AddEndpointFilter(LedgerAnswers.Filter);
        WalletsApi.Map(group);
        SpendTokensApi.Map(group);
        TopUpsApi.Map(group);
    }
}
