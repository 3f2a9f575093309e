namespace CrmEdge.Cloud.Core.Usage;

/// <summary>How a reading's number stands to what was seen before.</summary>
public enum SeenCode
{
    /// <summary>Not seen before: rate it.</summary>
    New,

    /// <summary>Rated before.</summary>
    Duplicate,

    /// <summary>Its hole was given up before it came: a person decides.</summary>
    LateInClosedHole,
}

/// <summary>
/// Which numbers of one start of a device have been seen: all up to a watermark, but for holes that were given up, and some
/// ranges above it. Both lists are bounded.
/// </summary>
/// <param name="Watermark">Up to here every number was seen or given up; 0 for none.</param>
/// <param name="Above">Seen beyond the first hole, in order, neither touching nor overlapping.</param>
/// <param name="Closed">Given up below the watermark, in order.</param>
/// <param name="HoleSince">Since when the lowest hole stands open; null where there is none.</param>
public sealed record Seen(
    long Watermark, IReadOnlyList<SeqRange> Above, IReadOnlyList<SeqRange> Closed, DateTimeOffset? HoleSince)
{
    /// <summary>Ranges kept above the watermark; one more gives the lowest hole up.</summary>
    public const int AboveMax = 64;

    /// <summary>
    /// Holes remembered below the watermark. Beyond it the two oldest become one: a duplicate between them is then set aside as
    /// late, which a person sees, and no late reading is ever taken for a duplicate.
    /// </summary>
    public const int ClosedMax = 64;

    /// <summary>How long a hole may stand open.</summary>
    public static readonly TimeSpan HoleTimeout = TimeSpan.FromDays(7);

    /// <summary>Nothing.</summary>
    public static Seen Nothing { get; } = new(0, [], [], null);

    /// <summary>Takes a number in.</summary>
    /// <param name="seq">1 or more.</param>
    /// <param name="now">When.</param>
    /// <param name="intoClosed">Takes it also where its hole was given up: what a person's replay does.</param>
    public (SeenCode Code, Seen After) Take(long seq, DateTimeOffset now, bool intoClosed = false)
    {
        var current = GiveUpLate(now);
        if (seq <= current.Watermark)
        {
            if (!current.Closed.Any(r => r.Has(seq))) return (SeenCode.Duplicate, current);
            return intoClosed ? (SeenCode.New, current with { Closed = Without(current.Closed, seq) })
                : (SeenCode.LateInClosedHole, current);
        }
        if (current.Above.Any(r => r.Has(seq))) return (SeenCode.Duplicate, current);
        var added = current.Risen(current.Watermark, With(current.Above, seq), now);
        return (SeenCode.New, added.Above.Count > AboveMax ? added.GiveUpLowest(now) : added);
    }

    private Seen GiveUpLate(DateTimeOffset now) =>
        Above.Count > 0 && HoleSince is { } since && since + HoleTimeout <= now ? GiveUpLowest(now) : this;

    private Seen GiveUpLowest(DateTimeOffset now)
    {
        List<SeqRange> closed = [.. Closed, new SeqRange(Watermark + 1, Above[0].From - 1)];
        if (closed.Count > ClosedMax)
        {
            closed[1] = new SeqRange(closed[0].From, closed[1].To);
            closed.RemoveAt(0);
        }
        return (this with { Closed = closed }).Risen(Above[0].To, [.. Above.Skip(1)], now);
    }

    private Seen Risen(long watermark, List<SeqRange> above, DateTimeOffset now)
    {
        if (above.Count > 0 && above[0].From == watermark + 1) (watermark, above) = (above[0].To, [.. above.Skip(1)]);
        DateTimeOffset? since = above.Count == 0 ? null : watermark == Watermark ? HoleSince ?? now : now;
        return this with { Watermark = watermark, Above = above, HoleSince = since };
    }

    private static List<SeqRange> With(IReadOnlyList<SeqRange> ranges, long seq)
    {
        var added = new SeqRange(seq, seq);
        List<SeqRange> with = [];
        foreach (var range in ranges)
        {
            if (range.To + 1 == added.From) added = new SeqRange(range.From, added.To);
            else if (added.To + 1 == range.From) added = new SeqRange(added.From, range.To);
            else with.Add(range);
        }
        var place = with.FindIndex(r => r.From > added.From);
        with.Insert(place < 0 ? with.Count : place, added);
        return with;
    }

    private static List<SeqRange> Without(IReadOnlyList<SeqRange> ranges, long seq)
    {
        List<SeqRange> without = [];
        foreach (var range in ranges)
        {
            if (!range.Has(seq)) { without.Add(range); continue; }
            if (range.From < seq) without.Add(new SeqRange(range.From, seq - 1));
            if (seq < range.To) without.Add(new SeqRange(seq + 1, range.To));
        }
        return without;
    }
}
