using CrmEdge.Edge.Agent.Journal;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Forgets the names of messages after 48 hours, a step at a time. The booking key goes on guarding the sale itself.</summary>
internal sealed class AliasSweep(EdgeJournal journal, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(48);
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private const int StepRows = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await SweepAsync(stoppingToken);
    }

    internal async Task SweepAsync(CancellationToken ct)
    {
        for (var after = ""; ;)
        {
            var page = journal.Reader.ListDocuments(SaleBook.AliasSpace, after, StepRows);
            var old = page.Where(document => time.GetUtcNow() - document.UpdatedAt > Kept).Select(document => document.Key).ToList();
            if (old.Count > 0) await journal.WriteAsync(new JournalWrite<int>(0, t => Remove(t, old)), ct);
            if (page.Count < StepRows) return;
            after = page[^1].Key;
        }
    }

    private static JournalVerdict<int> Remove(IJournalTransaction transaction, List<string> keys) =>
        JournalVerdict.Keep(keys.Count(key => transaction.RemoveDocument(SaleBook.AliasSpace, key)));
}
