using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class LaneTests : JournalTestBase
{
    private const int RowBytes = 100 + RecordLimits.OverheadBytes;
    private const int LaneFullEvent = 2007;
    private const int EvictedEvent = 2006;

    [Theory]
    [InlineData(Lane.Money)]
    [InlineData(Lane.Identity)]
    public async Task A_full_lane_refuses_and_takes_again_once_the_cloud_has_confirmed(Lane lane)
    {
        await using var journal = Place.Open(o => (o.MoneyBytesMax, o.IdentityBytesMax) = (RowBytes * 5, RowBytes * 5));
        await AppendManyAsync(journal, 5, lane, bytes: 100);
        for (var i = 0; i < 3; i++)
        {
            var refused = await journal.AppendAsync(JournalPlace.Record(lane, 100), Ct);
            Assert.Equal(AppendOutcome.Refused(AppendCode.JournalFull), refused);
        }

        Assert.Equal(1, Place.Logs.Count(LaneFullEvent));
        Assert.Equal(5, journal.State.Last);
        await journal.AckAsync(journal.Incarnation, 2, Ct);
        await AppendManyAsync(journal, 2, lane, bytes: 100);
        Assert.Equal(AppendCode.JournalFull, (await journal.AppendAsync(JournalPlace.Record(lane, 100), Ct)).Code);
        Assert.Equal(2, Place.Logs.Count(LaneFullEvent));
        Assert.Equal(7, AssertCovered(journal).Count);
        AssertBooks(journal);
    }

    [Fact]
    public async Task Telemetry_gives_up_its_oldest_and_the_gap_is_a_record()
    {
        await using var journal = Place.Open(o => o.TelemetryBytesMax = RowBytes * 4);
        await AppendManyAsync(journal, 10, Lane.Telemetry, bytes: 100);

        var read = AssertCovered(journal);
        Assert.Equal((1, 6, true), (read[0].First, read[0].Seq, read[0].IsGap));
        Assert.Equal([7L, 8, 9, 10], read.Skip(1).Select(entry => entry.Seq));
        Assert.Equal(1, Place.Logs.Count(EvictedEvent));
        AssertBooks(journal);
        Assert.Equal(read[0], journal.Reader.Find(3)! with { RecordedAt = read[0].RecordedAt, Payload = read[0].Payload });
    }

    [Fact]
    public async Task Money_between_readings_stays_in_its_place()
    {
        await using var journal = Place.Open(o => o.TelemetryBytesMax = RowBytes * 2);
        const Lane reading = Lane.Telemetry;
        foreach (var lane in (Lane[])[reading, reading, Lane.Money, reading, Lane.Identity, reading, reading])
            await AppendAsync(journal, JournalPlace.Record(lane, 100));

        Assert.Equal("1-2 gap, 3 Money, 4-4 gap, 5 Identity, 6 Telemetry, 7 Telemetry", Describe(AssertCovered(journal)));
        AssertBooks(journal);
        await AppendAsync(journal, JournalPlace.Record(Lane.Telemetry, 100));
        Assert.Equal("6-6 gap, 7 Telemetry, 8 Telemetry", Describe([.. AssertCovered(journal).Skip(4)]));
        await AppendAsync(journal, JournalPlace.Record(Lane.Telemetry, 100));
        Assert.Equal("6-7 gap, 8 Telemetry, 9 Telemetry", Describe([.. AssertCovered(journal).Skip(4)]));
        AssertBooks(journal);
    }

    [Fact]
    public async Task A_reader_in_the_middle_of_a_gap_sees_only_the_part_it_lacks()
    {
        await using var journal = Place.Open(o => o.TelemetryBytesMax = RowBytes * 2);
        await AppendManyAsync(journal, 6, Lane.Telemetry, bytes: 100);
        var read = journal.Reader.ReadAfter(2, 10, 10_000);
        Assert.Equal((3, 4), (read[0].First, read[0].Seq));
        Assert.Equal(AckCode.Moves, await journal.AckAsync(journal.Incarnation, 3, Ct));
        Assert.Equal((4, 4), (journal.Reader.ReadAfter(3, 1, 1)[0].First, journal.Reader.ReadAfter(3, 1, 1)[0].Seq));
        AssertBooks(journal);
    }

    [Fact]
    public async Task A_flood_of_readings_leaves_few_rows_and_all_of_the_money()
    {
        await using var journal = Place.Open(o => o.TelemetryBytesMax = RowBytes * 10);
        for (var i = 0; i < 20; i++)
        {
            await AppendManyAsync(journal, 100, Lane.Telemetry, bytes: 100);
            await AppendAsync(journal, JournalPlace.Record(Lane.Money, 100));
        }

        var read = AssertCovered(journal);
        Assert.Equal(20, read.Count(entry => entry.Lane == Lane.Money));
        Assert.Equal(10, read.Count(entry => entry.Lane == Lane.Telemetry));
        Assert.InRange(read.Count(entry => entry.IsGap), 1, 21);
        AssertBooks(journal);
    }

    [Fact]
    public async Task Confirmed_records_go_before_anything_is_refused()
    {
        await using var journal = Place.Open(o => (o.MoneyBytesMax, o.KeptBytesMax) = (RowBytes * 5, RowBytes * 8));
        for (var round = 0; round < 10; round++)
        {
            await AppendManyAsync(journal, 5, bytes: 100);
            await journal.AckAsync(journal.Incarnation, journal.State.Last, Ct);
            Assert.InRange(journal.State.KeptBytes, 0, RowBytes * 8);
        }

        AssertBooks(journal);
    }

    private static string Describe(IReadOnlyList<JournalEntry> read) => string.Join(", ", read.Select(entry =>
        entry.IsGap ? $"{entry.First}-{entry.Seq} gap" : $"{entry.Seq} {entry.Lane}"));
}
