using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Usage;

/// <summary>What became of a run of batches.</summary>
/// <param name="IsStale">A device was sold elsewhere meanwhile: nothing was done, look the plans up and send the run
/// again.</param>
/// <param name="Outcomes">One for each batch, in their order; empty where the run is stale.</param>
public sealed record RunOutcome(bool IsStale, IReadOnlyList<UsageOutcome> Outcomes);

/// <summary>Batches of several devices that take effect together, as one operation: what one hub sent in a row.</summary>
/// <param name="tenant">The business of all of them.</param>
/// <param name="batches">The batches.</param>
public sealed class ChargeRun(Guid tenant, IReadOnlyList<ChargeUsage> batches) : IOperation<RunOutcome>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        foreach (var batch in batches) batch.Reads(reads);
    }

    /// <inheritdoc/>
    public Verdict<RunOutcome> Decide(Books books, DateTimeOffset now)
    {
        var outcomes = new List<UsageOutcome>(batches.Count);
        foreach (var batch in batches)
        {
            var verdict = batch.Decide(books, now);
            if (verdict.Outcome.IsStale) return Verdict.Refuse(verdict.Code!, new RunOutcome(true, []));
            outcomes.Add(verdict.Outcome);
        }
        var run = new RunOutcome(false, outcomes);

        // A lone reading that is refused leaves nothing behind, so that whoever sent it keeps it.
        var isLoneRefusal = outcomes is [{ Codes: [not (ReadingCode.Rated or ReadingCode.Duplicate)] }];
        return isLoneRefusal ? Verdict.Refuse(WireName.Of(outcomes[0].Codes[0]), run) : Verdict.Keep(run);
    }
}
