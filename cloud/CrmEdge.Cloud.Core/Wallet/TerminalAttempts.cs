using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;
using CrmEdge.Rules.Spend;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>Wrong codes at one till, whoever they were for.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">Follows from the TAP.</param>
/// <param name="Throttle">Slows down whoever guesses there.</param>
public sealed record TerminalAttempts(Guid Tenant, Guid Id, AttemptThrottle Throttle) : IOwned
{
    /// <summary>The id of a till's attempts.</summary>
    public static Guid IdOf(Guid tenant, string tap) => NamedId.Of(tenant, $"attempts:{tap}");
}

/// <summary>Asks whether a till may try a code, or tells how a try ended.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Tap">The till.</param>
/// <param name="Right">How it ended; null asks.</param>
public sealed record RecordAttempt(Guid Tenant, string Tap, bool? Right) : IOperation<AttemptAnswer>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(Tenant);

    private Guid Id => TerminalAttempts.IdOf(Tenant, Tap);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<TerminalAttempts>(Id);
    }

    /// <inheritdoc/>
    public Verdict<AttemptAnswer> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        var found = books.Find<TerminalAttempts>(Id);
        var throttle = found?.Throttle ?? AttemptThrottle.Clear;
        var after = Right switch
        {
            null => throttle,
            true => AttemptThrottle.Clear,
            false => throttle.Failed(now),
        };
        if (after != throttle) books.Put(new TerminalAttempts(Tenant, Id, after));
        var code = after.Admits(now) ? WalletCode.Ok : WalletCode.TerminalLocked;
        return Verdict.Keep(new AttemptAnswer(code, after.Failures));
    }
}

/// <summary>How a till stands.</summary>
/// <param name="Code">Ok, or locked.</param>
/// <param name="Failures">Wrong codes in a row, which a right one would forgive.</param>
public readonly record struct AttemptAnswer(WalletCode Code, int Failures);
