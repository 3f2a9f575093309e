using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Section <c>Ledger</c>.</summary>
internal sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>How many single writers the books are spread over. Settled at the first start of a database.</summary>
    [Range(1, 1_024)]
    public int Partitions { get; set; } = 8;

    /// <summary>Operations decided and committed together.</summary>
    [Range(1, 10_000)]
    public int BatchOperations { get; set; } = 1_000;

    /// <summary>Operations that may wait for one partition; beyond it they are turned away.</summary>
    [Range(1, 1_000_000)]
    public int QueuedOperations { get; set; } = 8_192;

    /// <summary>Accounts that one partition keeps in memory.</summary>
    [Range(100, 10_000_000)]
    public int CachedAccounts { get; set; } = 50_000;

    /// <summary>How long a changed balance may wait to be written; an account that changes often is written this often.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan WriteBalancesAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a host owns a partition without renewing; another host waits this long after a crash.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the database, or the lease, may be out of reach before waiting callers are told to come again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often holds whose timeout has passed are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long refused ids are remembered: longer than any caller repeats itself.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "400.00:00:00")]
    public TimeSpan RefusalsKept { get; set; } = TimeSpan.FromDays(30);
}
