using System.Text.RegularExpressions;

namespace CrmEdge.SystemTests.Kills;

/// <summary>Finds, in what one connection sends, the messages that make PostgreSQL commit writes, and what was written.</summary>
internal sealed partial class CommitSpotter
{
    // Leases are renewed, balances written behind and old rows deleted whenever that is due: no step of a purchase.
    private static readonly string[] Housekeeping =
    [
        "crmedge_system.ledger_partition", "ledger_account", "ledger_refusal",
        "quarantine", "inbox",
    ];

    private readonly Dictionary<string, string> _statements = [];
    private readonly Dictionary<string, string> _portals = [];
    private readonly SortedSet<string> _written = new(StringComparer.Ordinal);
    private bool _inTransaction;

    /// <summary>The tables that are written once the server has this message; null where it commits none.</summary>
    public string? Commits(FrontendMessage message)
    {
        switch (message.Type)
        {
            case 'P' when message.Texts(2) is [var name, var sql]:
                _statements[name] = sql;
                return null;
            case 'B' when message.Texts(2) is [var portal, var statement]:
                _portals[portal] = _statements.GetValueOrDefault(statement, "");
                return null;
            case 'E' when message.Texts(1) is [var portal]:
                return Ran(_portals.GetValueOrDefault(portal, ""));
            case 'Q' when message.Texts(1) is [var sql]:
                return Ran(sql) ?? (_inTransaction ? null : Taken());
            case 'S' when !_inTransaction:
                return Taken();
            default: return null;
        }
    }

    private string? Ran(string sql)
    {
        if (sql.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase)) _inTransaction = true;
        if (sql.StartsWith("ROLLBACK", StringComparison.OrdinalIgnoreCase)) _written.Clear();
        var ends = sql.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase) || sql.StartsWith("ROLLBACK", StringComparison.OrdinalIgnoreCase);
        if (ends) _inTransaction = false;
        foreach (Match write in Writes().Matches(sql)) _written.Add(write.Groups[1].Value);
        _written.ExceptWith(Housekeeping);
        return ends ? Taken() : null;
    }

    private string? Taken()
    {
        if (_written.Count == 0) return null;
        var tables = string.Join(' ', _written);
        _written.Clear();
        return tables;
    }

    [GeneratedRegex(@"(?:INSERT INTO|(?<!FOR )(?<!DO )UPDATE|DELETE FROM)\s+([a-z_.]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Writes();
}
