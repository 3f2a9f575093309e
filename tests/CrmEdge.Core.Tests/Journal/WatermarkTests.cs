using CrmEdge.Edge.Core.Journal;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Journal;

public sealed class WatermarkTests
{
    /// <summary>Ten money records of 100 bytes, six of them confirmed.</summary>
    private static readonly JournalState Six = Confirm(Ten(), 6);

    [Theory]
    [InlineData(0, AckCode.NothingNew)]
    [InlineData(6, AckCode.NothingNew)]
    [InlineData(7, AckCode.Moves)]
    [InlineData(10, AckCode.Moves)]
    [InlineData(11, AckCode.BeyondEnd)]
    public void A_confirmation_moves_up_within_what_was_recorded(long upTo, AckCode expected) =>
        Assert.Equal(expected, Watermark.CheckAck(Six, upTo));

    [Theory]
    [InlineData(0, LinkStart.Replay)]
    [InlineData(5, LinkStart.Replay)]
    [InlineData(6, LinkStart.InStep)]
    [InlineData(7, LinkStart.Confirm)]
    [InlineData(10, LinkStart.Confirm)]
    [InlineData(11, LinkStart.NewIncarnation)]
    public void A_hello_says_how_the_link_begins(long cloud, LinkStart expected) =>
        Assert.Equal(expected, Watermark.Compare(Six, cloud));

    [Fact]
    public void Numbers_go_on_after_everything_was_sent_and_deleted()
    {
        var emptied = Confirm(Six, 10).TrimmedTo(10, 1_000);
        Assert.Equal(11, emptied.Next);
        Assert.Equal(11, emptied.Oldest);
        Assert.Equal(10, JournalState.LastOf(highestKept: null, emptied.Reached));
        Assert.Equal(11, emptied.Appended(Lane.Money, 1).Last);
    }

    [Fact]
    public void A_rewind_sends_again_without_filling_the_lane()
    {
        var rewound = Six.RewoundTo(2, gapRecorded: false);
        Assert.Equal((2, 6), (rewound.Acked, rewound.Reached));
        Assert.Equal(Six.Unsent, rewound.Unsent);
        var again = rewound.AckedTo(6, default);
        Assert.Equal(Six, again);
    }

    [Fact]
    public void What_a_rewind_no_longer_finds_is_covered_by_a_gap()
    {
        var rewound = Six.TrimmedTo(4, 400).RewoundTo(1, gapRecorded: true);
        Assert.Equal((2, 1), (rewound.Oldest, rewound.Acked));
        Assert.Equal(600 + RecordLimits.GapBytes, rewound.KeptBytes);
        Assert.Throws<InvariantViolatedException>(() => Six.TrimmedTo(4, 400).RewoundTo(1, gapRecorded: false));
    }

    [Fact]
    public void Nothing_unconfirmed_can_be_deleted() =>
        Assert.Throws<InvariantViolatedException>(() => Six.TrimmedTo(7, 700));

    [Fact]
    public void A_new_incarnation_numbers_what_the_cloud_does_not_have_from_one()
    {
        var renumbered = Six.Renumbered(keptBytes: 400);
        Assert.Equal((1, 4, 0), (renumbered.Oldest, renumbered.Last, renumbered.Acked));
        Assert.Equal((0, 400), (renumbered.Reached, renumbered.KeptBytes));
        Assert.Equal(5, renumbered.Next);
        Assert.Equal(new LaneUse(4, 400), renumbered.Unsent.Money);
    }

    [Fact]
    public void A_gap_stands_only_for_what_its_reader_lacks()
    {
        var payload = Gap.Encode(5);
        Assert.Equal(6, Gap.FirstOf(seq: 10, Gap.Decode(payload), after: 0));
        Assert.Equal(8, Gap.FirstOf(seq: 10, Gap.Decode(payload), after: 7));
    }

    [Fact]
    public void A_batch_keeps_to_its_bounds_but_is_never_empty()
    {
        Assert.Equal("+-", Take(new DrainBudget(rowsMax: 3, bytesMax: 100), 500, 1));
        Assert.Equal("++-", Take(new DrainBudget(rowsMax: 3, bytesMax: 100), 60, 40, 1));
        Assert.Equal("++-", Take(new DrainBudget(rowsMax: 2, bytesMax: 100), 1, 1, 1));

        static string Take(DrainBudget budget, params int[] rows) =>
            string.Concat(rows.Select(bytes => budget.TryTake(bytes) ? '+' : '-'));
    }

    [Fact]
    public void A_confirmed_record_stays_at_least_as_long_as_it_should()
    {
        var confirmed = new DateTimeOffset(2026, 3, 2, 12, 59, 59, TimeSpan.Zero);
        var hour = Retention.HourOf(confirmed);
        var week = TimeSpan.FromDays(7);
        Assert.True(Retention.ExpiredHour(confirmed + week, week) < hour);
        Assert.True(Retention.ExpiredHour(confirmed + week + TimeSpan.FromHours(1), week) >= hour);
    }

    private static JournalState Ten() =>
        Enumerable.Range(0, 10).Aggregate(JournalState.Empty, (state, _) => state.Appended(Lane.Money, 100));

    private static JournalState Confirm(JournalState state, long upTo)
    {
        var rows = upTo - state.Reached;
        return state.AckedTo(upTo, new LaneTotals(new LaneUse(rows, rows * 100), default, default));
    }
}
