namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// The times at which one partition takes transfers: wall time to the microsecond, but each later than the one before it,
/// whatever the wall clock does. So the time is also the order, and a balance at a time is exact. Not safe for several threads.
/// </summary>
public sealed class RecordedTime
{
    /// <summary>The latest time given out, or known to be in the books.</summary>
    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The next time, <paramref name="now"/> or the microsecond after <see cref="Last"/>.</summary>
    public DateTimeOffset Next(DateTimeOffset now)
    {
        var wall = Microseconds(now);
        return Last = wall > Last ? wall : Last.AddTicks(TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Moves on to what another writer of the partition gave out before.</summary>
    public void Pass(DateTimeOffset recorded)
    {
        if (recorded > Last) Last = recorded;
    }

    // Postgres keeps microseconds; a finer time would not compare equal to itself after a round trip.
    internal static DateTimeOffset Microseconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
