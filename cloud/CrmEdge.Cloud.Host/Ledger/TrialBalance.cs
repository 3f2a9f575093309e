using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>One currency's sums over all accounts.</summary>
/// <param name="Currency">The ISO 4217 code.</param>
/// <param name="DebitsPosted">All debits, in minor units; more than 64 bits may be needed.</param>
/// <param name="CreditsPosted">All credits.</param>
/// <param name="DebitsPending">All debits held.</param>
/// <param name="CreditsPending">All credits held.</param>
public sealed record TrialBalanceLine(
    string Currency, decimal DebitsPosted, decimal CreditsPosted, decimal DebitsPending, decimal CreditsPending)
{
    /// <summary>Books that are right sum to zero.</summary>
    public bool IsZero => DebitsPosted == CreditsPosted && DebitsPending == CreditsPending;
}

/// <summary>An account whose sums are not those of its transfers.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Account">The account.</param>
public sealed record BooksDifference(Guid Tenant, Guid Account);

/// <summary>Checks the books from outside: what accounts say against what transfers say, worked out by the database.</summary>
public sealed class TrialBalance(NpgsqlDataSource database)
{
    private const string Sums = """
        SELECT currency, sum(debits_posted), sum(credits_posted), sum(debits_pending), sum(credits_pending)
        FROM ledger_balance GROUP BY currency ORDER BY currency
        """;

    // A hold counts as pending until something has ended it; only its part that was posted moved.
    private const string DifferencesSql = """
        WITH leg AS (
            SELECT t.tenant, l.account, l.is_debit, t.currency,
                CASE WHEN t.kind IN ('posted', 'post_pending') THEN t.amount ELSE 0 END AS posted,
                CASE WHEN t.kind = 'pending' AND e.id IS NULL THEN t.amount ELSE 0 END AS pending
            FROM ledger_transfer t
            LEFT JOIN ledger_transfer e ON e.tenant = t.tenant AND e.pending_id = t.id
            CROSS JOIN LATERAL (VALUES (t.debit, true), (t.credit, false)) AS l (account, is_debit)
        ), summed AS (
            SELECT tenant, account, currency,
                coalesce(sum(posted) FILTER (WHERE is_debit), 0) AS debits_posted,
                coalesce(sum(posted) FILTER (WHERE NOT is_debit), 0) AS credits_posted,
                coalesce(sum(pending) FILTER (WHERE is_debit), 0) AS debits_pending,
                coalesce(sum(pending) FILTER (WHERE NOT is_debit), 0) AS credits_pending
            FROM leg GROUP BY tenant, account, currency
        )
        SELECT coalesce(a.tenant, s.tenant), coalesce(a.id, s.account)
        FROM ledger_balance a FULL JOIN summed s ON s.tenant = a.tenant AND s.account = a.id AND s.currency = a.currency
        WHERE (a.debits_posted, a.credits_posted, a.debits_pending, a.credits_pending) IS DISTINCT FROM
            (coalesce(s.debits_posted, 0), coalesce(s.credits_posted, 0),
             coalesce(s.debits_pending, 0), coalesce(s.credits_pending, 0))
        """;

    /// <summary>The sums of every currency, over the tenants that the database role sees.</summary>
    public async Task<IReadOnlyList<TrialBalanceLine>> LinesAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sums);
        await using var rows = await command.ExecuteReaderAsync(ct);
        List<TrialBalanceLine> lines = [];
        while (await rows.ReadAsync(ct))
        {
            lines.Add(new TrialBalanceLine(
                rows.GetString(0), rows.GetDecimal(1), rows.GetDecimal(2), rows.GetDecimal(3), rows.GetDecimal(4)));
        }
        return lines;
    }

    /// <summary>Accounts that differ from their transfers; none where the books are right. Reads all history.</summary>
    public async Task<IReadOnlyList<BooksDifference>> DifferencesAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(DifferencesSql);
        await using var rows = await command.ExecuteReaderAsync(ct);
        List<BooksDifference> differences = [];
        while (await rows.ReadAsync(ct)) differences.Add(new BooksDifference(rows.GetGuid(0), rows.GetGuid(1)));
        return differences;
    }
}
