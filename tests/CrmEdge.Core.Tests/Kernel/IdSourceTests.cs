using System.Collections.Concurrent;
using CrmEdge.Kernel;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Core.Tests.Kernel;

public sealed class IdSourceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);

    [Fact]
    public void An_id_has_the_layout_of_RFC_9562_version_7()
    {
        var text = Source().Next().ToString();
        Assert.Equal('7', text[14]);
        Assert.Contains(text[19], "89ab");
    }

    [Fact]
    public void An_id_tells_the_millisecond_it_was_minted()
    {
        Assert.Equal(Noon, IdSource.TimeOf(Source().Next()));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(0x017F22E279B0), // RFC 9562, appendix A.6
            IdSource.TimeOf(Guid.Parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")));
    }

    [Fact]
    public void Ids_grow_within_a_millisecond_and_past_the_counter()
    {
        var source = Source();
        var ids = Enumerable.Range(0, 10_000).Select(_ => source.Next()).ToList();
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(Noon.AddMilliseconds(2), IdSource.TimeOf(ids[^1])); // 4096 a millisecond, borrowed from the future
    }

    [Fact]
    public void Ids_grow_when_the_wall_clock_steps_back()
    {
        var source = Source();
        var before = source.Next();
        _time.StepWall(TimeSpan.FromHours(-1));
        var after = source.Next();
        Assert.True(after.CompareTo(before) > 0);
        Assert.Equal(Noon, IdSource.TimeOf(after));
    }

    [Fact]
    public void The_order_of_ids_is_the_order_of_their_text()
    {
        var source = Source();
        var first = source.Next();
        _time.Advance(TimeSpan.FromDays(365 * 40));
        Assert.True(string.CompareOrdinal(first.ToString(), source.Next().ToString()) < 0);
    }

    [Fact]
    public void Many_threads_never_get_one_id_twice()
    {
        var source = Source();
        var seen = new ConcurrentBag<Guid>();
        Parallel.For(0, 20_000, _ => seen.Add(source.Next()));
        Assert.Equal(20_000, seen.Distinct().Count());
    }

    [Fact]
    public void The_random_half_is_what_the_random_source_gives()
    {
        var bytes = new IdSource(_time, span => span.Fill(0xFF)).Next().ToByteArray(bigEndian: true);
        Assert.Equal([0xBF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], bytes[8..]); // but for the two bits of the variant
    }

    private IdSource Source() => new(_time, span => span.Clear());
}
