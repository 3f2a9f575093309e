using CrmEdge.Edge.Core.Journal;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Journal;

public sealed class EvictionTests
{
    private static readonly Config Many = Properties.Of(500);

    [Fact]
    public void The_oldest_go_first_and_consecutive_ones_leave_one_gap()
    {
        EvictionCandidate[] candidates = [new(3, 10), new(4, 20), new(7, 30), new(8, 40)];
        Assert.Equal([new EvictionRun(3, 3, 10)], Eviction.Plan(candidates, 1));
        Assert.Equal([new EvictionRun(3, 4, 30)], Eviction.Plan(candidates, 11));
        Assert.Equal([new EvictionRun(3, 4, 30), new EvictionRun(7, 8, 70)], Eviction.Plan(candidates, 61));
        Assert.Equal([new EvictionRun(3, 4, 30), new EvictionRun(7, 8, 70)], Eviction.Plan(candidates, 1_000));
    }

    [Fact]
    public void A_plan_is_the_shortest_beginning_that_frees_enough() => Prop.ForAll<byte[], PositiveInt>((steps, need) =>
    {
        var candidates = Candidates(steps);
        var runs = Eviction.Plan(candidates, need.Item);
        var taken = (int)runs.Sum(run => run.Rows);
        var freed = candidates.Take(taken).Sum(candidate => (long)candidate.Bytes);

        Assert.Equal(candidates.Take(taken).Select(candidate => candidate.Seq), runs.SelectMany(Numbers));
        Assert.Equal(freed, runs.Sum(run => run.Bytes));
        Assert.True(taken == candidates.Length || freed >= need.Item);
        Assert.True(taken == 0 || freed - candidates[taken - 1].Bytes < need.Item);
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.First.Last + 1 < pair.Second.First));
    }).Check(Many);

    private static EvictionCandidate[] Candidates(byte[] steps)
    {
        var seq = 0L;
        return [.. steps.Select(step => new EvictionCandidate(seq += 1 + step % 3, 1 + step))];
    }

    private static IEnumerable<long> Numbers(EvictionRun run) =>
        Enumerable.Range(0, (int)run.Rows).Select(i => run.First + i);
}
