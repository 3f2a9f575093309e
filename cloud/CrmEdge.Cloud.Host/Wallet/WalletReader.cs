using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>Money of one kind and currency.</summary>
internal readonly record struct PocketBalance(AccountKind Kind, Money Balance, Money Available);

/// <summary>Reads what is in a wallet: cash under the platform's tenant, the rest under the business's.</summary>
internal sealed class WalletReader(Databases databases)
{
    private const string Balances = """
        SELECT kind, currency, sum(credits_posted - debits_posted)::bigint,
            sum(credits_posted - debits_posted - debits_pending)::bigint
        FROM ledger_balance WHERE tenant = $1 AND kind = ANY($3) AND (owner = $2
            OR owner IN (SELECT id FROM commerce_lot WHERE tenant = $1 AND contact = $2 AND open_owner IS NOT NULL))
        GROUP BY kind, currency ORDER BY kind, currency
        """;

    private static readonly string[] BusinessKinds = [WireName.Of(AccountKind.WalletBusiness),
        WireName.Of(AccountKind.CommerceLot)];
    private static readonly string[] CashKinds = [WireName.Of(AccountKind.WalletCash)];

    public async Task<IReadOnlyList<PocketBalance>> BalancesAsync(
        Guid tenant, Guid platform, KnownWallet wallet, CancellationToken ct)
    {
        var found = new List<PocketBalance>();
        await using (var session = await TenantSession.OpenAsync(databases, tenant, ct))
            found.AddRange(await BalancesAsync(session, wallet.Contact, BusinessKinds, ct));
        await using (var session = await TenantSession.OpenAsync(databases, platform, ct))
            found.AddRange(await BalancesAsync(session, wallet.Id, CashKinds, ct));
        return found;
    }

    private static async Task<List<PocketBalance>> BalancesAsync(
        TenantSession session, Guid owner, string[] kinds, CancellationToken ct)
    {
        await using var command = session.Command(Balances).With(session.Tenant).With(owner).With(kinds);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<PocketBalance>();
        while (await row.ReadAsync(ct))
        {
            var currency = Currency.Of(row.GetString(1));
            found.Add(new PocketBalance(WireName.Parse<AccountKind>(row.GetString(0)),
                new Money(row.GetInt64(2), currency), new Money(row.GetInt64(3), currency)));
        }
        return found;
    }

    /// <summary>A pocket as the APIs name it.</summary>
    public static string PocketOf(AccountKind kind) => kind switch
    {
        AccountKind.WalletCash => "CRMCOM",
        AccountKind.WalletBusiness => "BUSINESS",
        _ => "BUSINESS_COMMERCE",
    };
}
