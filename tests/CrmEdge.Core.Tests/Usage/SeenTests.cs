using CrmEdge.Cloud.Core.Usage;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Usage;

public sealed class SeenTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Numbers_in_order_leave_a_watermark_and_nothing_else()
    {
        var seen = Take(Seen.Nothing, 1, 2, 3);
        Assert.Equal((3, 0, 0, null), (seen.Watermark, seen.Above.Count, seen.Closed.Count, seen.HoleSince));
        Assert.Equal(SeenCode.Duplicate, seen.Take(2, Noon).Code);
    }

    [Fact]
    public void What_overtakes_is_kept_above_the_hole_until_it_fills()
    {
        var seen = Take(Seen.Nothing, 1, 5, 3, 4);
        Assert.Equal((1, "3-5"), (seen.Watermark, SeqRange.ToText(seen.Above)));
        Assert.Equal(SeenCode.Duplicate, seen.Take(4, Noon).Code);
        var filled = Take(seen, 2);
        Assert.Equal((5, "", null), (filled.Watermark, SeqRange.ToText(filled.Above), filled.HoleSince));
    }

    [Fact]
    public void A_hole_is_given_up_in_time_and_what_comes_late_is_told_from_a_duplicate()
    {
        var open = Take(Seen.Nothing, 1, 4);
        var (code, later) = open.Take(5, Noon + Seen.HoleTimeout);
        Assert.Equal((SeenCode.New, 5, "2-3"), (code, later.Watermark, SeqRange.ToText(later.Closed)));
        Assert.Equal(SeenCode.LateInClosedHole, later.Take(3, Noon).Code);
        Assert.Equal(SeenCode.Duplicate, later.Take(4, Noon).Code);

        // A person's replay takes it, once.
        var (replayed, after) = later.Take(3, Noon, intoClosed: true);
        Assert.Equal((SeenCode.New, "2-2"), (replayed, SeqRange.ToText(after.Closed)));
        Assert.Equal(SeenCode.Duplicate, after.Take(3, Noon, intoClosed: true).Code);
    }

    [Fact]
    public void The_clock_of_a_hole_starts_with_it()
    {
        var open = Take(Seen.Nothing, 1, 3, 5);
        var filled = open.Take(2, Noon.AddDays(6)).After;
        Assert.Equal((3, Noon.AddDays(6)), (filled.Watermark, filled.HoleSince));
        Assert.Equal(3, filled.Take(7, Noon.AddDays(8)).After.Watermark);
        Assert.Equal(5, filled.Take(7, Noon.AddDays(13)).After.Watermark);
    }

    [Fact]
    public void Both_lists_stay_within_their_bounds_and_no_late_number_passes_for_a_duplicate()
    {
        var seen = Seen.Nothing;
        for (var seq = 2; seq <= 600; seq += 2)
        {
            var (code, after) = seen.Take(seq, Noon);
            Assert.Equal(SeenCode.New, code);
            Assert.InRange(after.Above.Count, 0, Seen.AboveMax);
            Assert.InRange(after.Closed.Count, 0, Seen.ClosedMax);
            seen = after;
        }
        for (var seq = 1; seq < seen.Watermark; seq += 2) Assert.Equal(SeenCode.LateInClosedHole, seen.Take(seq, Noon).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5-9")]
    [InlineData("1-1,3-9223372036854775807")]
    public void Ranges_are_stored_as_text(string text) => Assert.Equal(text, SeqRange.ToText(SeqRange.Parse(text)));

    [Fact]
    public void However_readings_are_lost_repeated_and_shuffled_each_number_is_new_once()
    {
        var cases = Gen.Choose(1, 60).ListOf().Select(list => list.Select(n => (long)n).ToList());
        Check.One(Properties.Of(500), Prop.ForAll(cases.ToArbitrary(), sequence =>
        {
            var (seen, taken) = (Seen.Nothing, new HashSet<long>());
            foreach (var seq in sequence)
            {
                var (code, after) = seen.Take(seq, Noon);
                if (code != (taken.Add(seq) ? SeenCode.New : SeenCode.Duplicate)) return false;
                seen = after;
            }
            var expected = 0L;
            while (taken.Contains(expected + 1)) expected++;
            return seen.Watermark == expected && seen.Above.Sum(r => r.To - r.From + 1) + expected == taken.Count;
        }));
    }

    private static Seen Take(Seen seen, params long[] numbers)
    {
        foreach (var number in numbers)
        {
            (var code, seen) = seen.Take(number, Noon);
            Assert.Equal(SeenCode.New, code);
        }
        return seen;
    }
}
