using System.Globalization;
using CrmEdge.Kernel;
using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.SystemTests.Sync;

namespace CrmEdge.SystemTests.Kills;

/// <summary>A customer with money in the cash pocket, an app that shows one-time codes, and spend tokens at hand.</summary>
internal sealed class Shopper
{
    private readonly SyncWorld _world;
    private readonly byte[] _secret;
    private readonly Queue<string> _tokens = new();
    private long _lastStep;

    private Shopper(SyncWorld world, string code, Guid wallet, string walletCode, byte[] secret) =>
        (_world, Code, Wallet, WalletCode, _secret) = (world, code, wallet, walletCode, secret);

    public string Code { get; }

    public Guid Wallet { get; }

    public string WalletCode { get; }

    public static async Task<Shopper> InviteAsync(SyncWorld world, string code, decimal cash, int tokens)
    {
        var id = (await world.PostAsync("contacts", new { type = "PERSON", first_name = "Cleo", code })).GetProperty("id").GetGuid();
        var wallet = (await world.GetAsync($"contacts/{id}")).GetProperty("wallet");
        var walletId = wallet.GetProperty("id").GetGuid();
        var otp = await world.PostAsync($"wallets/{walletId}/otp", new { });
        await world.PlatformPostAsync("topups", new { wallet_id = walletId, amount = cash, currency_code = "EUR" });
        var shopper = new Shopper(world, code, walletId, wallet.GetProperty("code").GetString()!,
            OneTimeCode.FromBase32(otp.GetProperty("secret").GetString()!));
        for (var i = 0; i < tokens; i++) shopper._tokens.Enqueue(await shopper.NewTokenAsync());
        return shopper;
    }

    /// <summary>A fresh token, as its sixteen digits.</summary>
    public async Task<string> NewTokenAsync() =>
        (await _world.PostAsync($"contacts/{Code}/tokens", new { intent = "SPEND" })).GetProperty("alternative_token").GetString()!;

    /// <summary>How they say who they are, by the line protocol's fields; with authority to spend where they have some left.
    /// </summary>
    public (IReadOnlyList<KeyValuePair<string, string>> Fields, bool MaySpend) Show(int means, DateTimeOffset now)
    {
        switch (means % 3)
        {
            case 0 when _tokens.TryDequeue(out var token): return ([new("token", token)], true);
            // A code is good once, and none of a step before one that was used.
            case 1 when Totp.StepAt(now) > _lastStep:
                _lastStep = Totp.StepAt(now);
                return ([new("wallet", WalletCode), new("otp", OneTimeCode.At(_secret, now))], true);
            default: return ([new("code", Code)], false);
        }
    }

    /// <summary>What lies in the cash pocket, in minor units, with nothing held back.</summary>
    public async Task<(long Open, long Available)> CashAsync()
    {
        var balances = (await _world.GetAsync($"wallets/{Wallet}")).GetProperty("balances").EnumerateArray();
        var cash = balances.Single(b => b.GetProperty("type").GetString() == "CRM");
        return (Minor(cash.GetProperty("open").GetDecimal()), Minor(cash.GetProperty("available").GetDecimal()));
    }

    public static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static long Minor(decimal amount) => (long)(amount * 100);
}
