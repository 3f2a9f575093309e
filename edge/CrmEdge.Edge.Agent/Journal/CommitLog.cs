using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Says what commits came to, without a line for each of thousands: a full lane is named when it fills, evictions
/// and failures at most once a minute.</summary>
internal sealed class CommitLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private LaneCounts _full;
    private long _evicted;
    private long? _evictionSaid;
    private int _failedItems;
    private long? _failureSaid;

    public void Committed(CommitTally tally, in JournalState state)
    {
        if (tally.Refused != default || _full != default) SayFull(tally, state);
        if (tally.Evicted > 0 || _evicted > 0) SayEvicted(tally, state);
    }

    public void Failed(int items, Exception e)
    {
        _failedItems += items;
        if (IsTooSoon(_failureSaid)) return;
        JournalLog.CommitFailed(logger, _failedItems, e.Message, e);
        (_failedItems, _failureSaid) = (0, time.GetTimestamp());
    }

    public void Damaged(Exception e) => JournalLog.Damaged(logger, e.Message, e);

    private void SayFull(CommitTally tally, in JournalState state)
    {
        foreach (var lane in Enum.GetValues<Lane>())
        {
            if (tally.Refused.Of(lane) > 0 && _full.Of(lane) == 0)
            {
                JournalLog.LaneFull(logger, lane, state.Unsent.Of(lane).Bytes);
                _full = _full.Plus(lane);
            }
        }

        // Told again the next time it fills.
        if (tally.Refused == default && tally.Appended != default) _full = default;
    }

    private void SayEvicted(CommitTally tally, in JournalState state)
    {
        _evicted += tally.Evicted;
        if (IsTooSoon(_evictionSaid)) return;
        JournalLog.Evicted(logger, _evicted, state.EvictedUpTo);
        (_evicted, _evictionSaid) = (0, time.GetTimestamp());
    }

    private bool IsTooSoon(long? said) => said is { } at && time.GetElapsedTime(at) < SayEvery;
}
