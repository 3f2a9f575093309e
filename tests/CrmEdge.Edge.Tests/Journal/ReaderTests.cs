using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class ReaderTests : JournalTestBase
{
    [Fact]
    public async Task A_batch_keeps_to_its_bounds_and_is_never_empty()
    {
        await using var journal = Place.Open();
        await AppendManyAsync(journal, 10, bytes: 100);
        var each = 100 + RecordLimits.OverheadBytes;
        Assert.Equal(3, journal.Reader.ReadAfter(0, 3, 1_000_000).Count);
        Assert.Equal(2, journal.Reader.ReadAfter(0, 10, each * 2).Count);
        Assert.Single(journal.Reader.ReadAfter(0, 10, 1));
        Assert.Empty(journal.Reader.ReadAfter(10, 10, 1_000_000));
    }

    [Fact]
    public async Task A_reader_beside_the_writer_sees_every_number_once_and_does_not_pin_the_log()
    {
        const int rows = 20_000;
        const long logBytesMax = 16 * 1024 * 1024;
        await using var journal = Place.Open(o => o.RetentionDays = 0);
        var appending = Task.Run(async () =>
        {
            for (var i = 0; i < rows / 500; i++) await AppendManyAsync(journal, 500, bytes: 1_000);
        }, Ct);

        var read = 0L;
        while (read < rows)
        {
            await journal.WaitForRecordsAsync(read, Ct);
            foreach (var entry in journal.Reader.ReadAfter(read, 300, 1_000_000))
            {
                Assert.Equal(++read, entry.Seq);
                Assert.True(entry.Seq <= journal.State.Last);
            }

            await journal.AckAsync(journal.Incarnation, read, Ct);
            Assert.InRange(new FileInfo(Place.Path + "-wal").Length, 0, logBytesMax);
        }

        await appending;
        Assert.True(journal.State.IsDrained);
        await journal.MaintainAsync(Ct);
        Assert.Equal(0, Place.Ask("SELECT count(*) FROM record"));
        AssertBooks(journal);
    }

    [Fact]
    public async Task The_oldest_of_a_lane_is_found_without_reading_the_others()
    {
        await using var journal = Place.Open();
        await AppendManyAsync(journal, 500, Lane.Telemetry);
        Place.Time.Advance(TimeSpan.FromSeconds(30));
        await AppendAsync(journal, JournalPlace.Record(Lane.Money));
        Place.Time.Advance(TimeSpan.FromSeconds(30));
        await AppendAsync(journal, JournalPlace.Record(Lane.Money));
        Assert.Equal(Place.Time.GetUtcNow() - TimeSpan.FromSeconds(30), journal.Reader.OldestAfter(Lane.Money, 0));
        Assert.Equal(Place.Time.GetUtcNow(), journal.Reader.OldestAfter(Lane.Money, 501));
        Assert.Null(journal.Reader.OldestAfter(Lane.Identity, 0));
    }
}
