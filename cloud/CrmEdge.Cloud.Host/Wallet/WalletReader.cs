using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>Money of one kind and currency.</summary>
internal readonly record struct PocketBalance(AccountKind Kind, Money Balance, Money Available);

/// <summary>One line of a wallet's journal.</summary>
internal sealed record JournalLine(
    Guid Id, string Accounting, decimal Amount, string CurrencyCode, string Pocket, string TransactionType, long CreatedOn,
    Guid? TransactionId);

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

    // A hold is no movement yet; its end is.
    private const string Lines = """
        SELECT t.id, a.kind, t.debit = a.id, t.amount, t.currency, t.code, t.recorded_at, t.ref_operation
        FROM ledger_transfer t
        JOIN ledger_account a ON a.tenant = t.tenant AND a.id IN (t.debit, t.credit) AND a.kind = ANY($3)
        WHERE t.tenant = $1 AND t.kind IN ('posted', 'post_pending') AND t.ref_subject = ANY(
            SELECT $2 UNION ALL SELECT id FROM commerce_lot WHERE tenant = $1 AND contact = $2)
        ORDER BY t.recorded_at DESC, t.id LIMIT $4
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

    /// <summary>The newest movements, newest first.</summary>
    public async Task<IReadOnlyList<JournalLine>> JournalAsync(
        Guid tenant, Guid platform, KnownWallet wallet, int most, CancellationToken ct)
    {
        var found = new List<JournalLine>();
        await using (var session = await TenantSession.OpenAsync(databases, tenant, ct))
            found.AddRange(await LinesAsync(session, wallet.Contact, BusinessKinds, most, ct));
        await using (var session = await TenantSession.OpenAsync(databases, platform, ct))
            found.AddRange(await LinesAsync(session, wallet.Id, CashKinds, most, ct));
        return [.. found.OrderByDescending(line => line.CreatedOn).Take(most)];
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

    private static async Task<List<JournalLine>> LinesAsync(
        TenantSession session, Guid subject, string[] kinds, int most, CancellationToken ct)
    {
        await using var command = session.Command(Lines).With(session.Tenant).With(subject).With(kinds).With(most);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<JournalLine>();
        while (await row.ReadAsync(ct)) found.Add(Read(row));
        return found;
    }

    private static JournalLine Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetBoolean(2) ? "DEBIT" : "CREDIT",
        new Money(row.GetInt64(3), Currency.Of(row.GetString(4))).Major, row.GetString(4),
        PocketOf(WireName.Parse<AccountKind>(row.GetString(1))), row.GetString(5).ToUpperInvariant(),
        row.GetFieldValue<DateTimeOffset>(6).ToUnixTimeSeconds(), RowValues.Id(row, 7));

    private static string PocketOf(AccountKind kind) => kind switch
    {
        AccountKind.WalletCash => "CRMCOM",
        AccountKind.WalletBusiness => "BUSINESS",
        _ => "BUSINESS_COMMERCE",
    };
}
