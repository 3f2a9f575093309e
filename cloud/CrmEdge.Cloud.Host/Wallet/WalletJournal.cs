using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>One line of a wallet's journal.</summary>
internal sealed record JournalLine(
    Guid Id, string Accounting, decimal Amount, string CurrencyCode, string Pocket, string TransactionType, long CreatedOn,
    Guid? TransactionId, string? TraceId);

/// <summary>Reads what moved in a wallet: cash under the platform's tenant, the rest under the business's, as one list.</summary>
internal sealed class WalletJournal(Databases databases)
{
    private const int TotalMax = 10_000;

    // A hold is no movement yet; its end is.
    private const string Lines = """
        FROM ledger_transfer t
        JOIN ledger_account a ON a.tenant = t.tenant AND a.id IN (t.debit, t.credit) AND a.kind = ANY($3)
        WHERE t.tenant = $1 AND t.kind IN ('posted', 'post_pending') AND t.ref_subject = ANY(
            SELECT $2 UNION ALL SELECT id FROM commerce_lot WHERE tenant = $1 AND contact = $2)
        """;

    private static readonly string[] BusinessKinds =
        [WireName.Of(AccountKind.WalletBusiness), WireName.Of(AccountKind.CommerceLot)];
    private static readonly string[] CashKinds = [WireName.Of(AccountKind.WalletCash)];

    public async Task<Page<JournalLine>> PageAsync(
        Guid tenant, Guid platform, KnownWallet wallet, JournalQuery query, CancellationToken ct)
    {
        var found = new List<(DateTimeOffset At, JournalLine Line)>();
        var total = 0L;
        await using (var session = await TenantSession.OpenAsync(databases, platform, ct))
            total += await ReadAsync(session, wallet.Id, CashKinds, query, found, ct);
        await using (var session = await TenantSession.OpenAsync(databases, tenant, ct))
        {
            total += await ReadAsync(session, wallet.Contact, BusinessKinds, query, found, ct);
            found.Sort((a, b) => query.NewestFirst ? Compare(b, a) : Compare(a, b));
            var lines = found.Skip(query.Skipped).Take(query.Size).Select(f => f.Line).ToList();
            var paging = new Paging(query.Page, query.Size, query.IncludeTotal ? (int)Math.Min(total, TotalMax) : null,
                found.Count > query.Skipped + query.Size);
            return new Page<JournalLine>(await TracedAsync(session, lines, ct), paging);
        }
    }

    private static async Task<long> ReadAsync(
        TenantSession session, Guid subject, string[] kinds, JournalQuery query, List<(DateTimeOffset, JournalLine)> found,
        CancellationToken ct)
    {
        var where = Lines + string.Concat(query.Bounds.Select((b, i) => $" AND t.recorded_at {b.Comparison} ${i + 4}"));
        var order = query.NewestFirst ? "DESC" : "ASC";
        var select = $"""
            SELECT t.id, a.kind, t.debit = a.id, t.amount, t.currency, t.code, t.recorded_at, t.ref_operation {where}
            ORDER BY t.recorded_at {order}, t.id {order}, (t.debit = a.id) {order} LIMIT {query.Reach}
            """;
        await using (var command = Bind(session, select, subject, kinds, query))
        await using (var row = await command.ExecuteReaderAsync(ct))
            while (await row.ReadAsync(ct)) found.Add((row.GetFieldValue<DateTimeOffset>(6), Read(row)));
        if (!query.IncludeTotal) return 0;
        await using var count = Bind(
            session, $"SELECT count(*) FROM (SELECT 1 {where} LIMIT {TotalMax}) counted", subject, kinds, query);
        return (long)Invariant.NotNull(await count.ExecuteScalarAsync(ct));
    }

    private static NpgsqlCommand Bind(TenantSession session, string sql, Guid subject, string[] kinds, JournalQuery query)
    {
        var command = session.Command(sql).With(session.Tenant).With(subject).With(kinds);
        foreach (var (_, at) in query.Bounds) command.With(at);
        return command;
    }

    // As PostgreSQL orders them: it compares uuids byte by byte, as their text does.
    private static int Compare((DateTimeOffset At, JournalLine Line) a, (DateTimeOffset At, JournalLine Line) b)
    {
        var byTime = a.At.CompareTo(b.At);
        if (byTime != 0) return byTime;
        var byId = string.CompareOrdinal(a.Line.Id.ToString(), b.Line.Id.ToString());
        return byId != 0 ? byId : (a.Line.Accounting == "DEBIT").CompareTo(b.Line.Accounting == "DEBIT");
    }

    private static JournalLine Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetBoolean(2) ? "DEBIT" : "CREDIT",
        new Money(row.GetInt64(3), Currency.Of(row.GetString(4))).Major, row.GetString(4),
        WalletReader.PocketOf(WireName.Parse<AccountKind>(row.GetString(1))), row.GetString(5).ToUpperInvariant(),
        row.GetFieldValue<DateTimeOffset>(6).ToUnixTimeSeconds(), RowValues.Id(row, 7), null);

    // Movements of cash lie under the platform, their purchases under the business: both find their ticket here.
    private static async Task<List<JournalLine>> TracedAsync(TenantSession session, List<JournalLine> lines, CancellationToken ct)
    {
        var traces = new Dictionary<Guid, string>();
        await using var command = session.Command(
            "SELECT id, trace FROM purchase WHERE tenant = $1 AND id = ANY($2) AND trace IS NOT NULL")
            .With(session.Tenant).With(lines.Select(line => line.TransactionId).OfType<Guid>().Distinct().ToArray());
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) traces[row.GetGuid(0)] = row.GetString(1);
        return [.. lines.Select(line => line.TransactionId is { } id && traces.TryGetValue(id, out var trace)
            ? line with { TraceId = trace } : line)];
    }
}
