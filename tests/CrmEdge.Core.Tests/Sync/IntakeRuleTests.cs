using CrmEdge.Cloud.Core.Sync;
using Xunit;

namespace CrmEdge.Core.Tests.Sync;

public sealed class IntakeRuleTests
{
    [Theory]
    [InlineData("11 12 13", EdgeCode.Ok, 0, 13)]
    [InlineData("9 10 11", EdgeCode.Ok, 2, 11)]             // some are here already
    [InlineData("8 9 10", EdgeCode.Ok, 3, 10)]              // all of them
    [InlineData("11-40 41", EdgeCode.Ok, 0, 41)]            // a gap fact covers what it says
    [InlineData("5-12 13", EdgeCode.Ok, 0, 13)]             // a gap that begins before the watermark
    [InlineData("12", EdgeCode.SequenceGap, 0, 10)]
    [InlineData("11 13", EdgeCode.SequenceGap, 0, 10)]
    [InlineData("11 11", EdgeCode.RecordMalformed, 0, 10)]
    [InlineData("12 11", EdgeCode.SequenceGap, 0, 10)]
    [InlineData("0", EdgeCode.RecordMalformed, 0, 10)]
    [InlineData("", EdgeCode.ProtocolBroken, 0, 10)]
    public void A_batch_continues_what_is_there_or_is_refused_whole(string batch, EdgeCode code, int skip, long watermark)
    {
        var records = batch.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Record).ToList();
        Assert.Equal(new IntakeDecision(code, skip, watermark), IntakeRule.Decide(10, records));
    }

    [Theory]
    [InlineData(0, 1, 1, EdgeCode.RecordMalformed)]
    [InlineData(65_536, 1, 1, EdgeCode.RecordMalformed)]
    [InlineData(1, 0, 1, EdgeCode.RecordMalformed)]
    [InlineData(1, 65_536, 1, EdgeCode.RecordMalformed)]
    [InlineData(900, 7, 1, EdgeCode.Ok)]                    // unknown types travel all the same
    [InlineData(1, 1, SyncLimits.PayloadBytesMax, EdgeCode.Ok)]
    [InlineData(1, 1, SyncLimits.PayloadBytesMax + 1, EdgeCode.RecordTooLarge)]
    public void Numbers_and_sizes_have_bounds(int type, int version, int bytes, EdgeCode code) =>
        Assert.Equal(code, IntakeRule.Decide(0, [new IntakeRecord(1, 1, type, version, bytes, false)]).Code);

    [Fact]
    public void A_fact_covers_its_own_number_alone() =>
        Assert.Equal(EdgeCode.RecordMalformed, IntakeRule.Decide(0, [new IntakeRecord(1, 3, 1, 1, 9, false)]).Code);

    [Fact]
    public void A_batch_has_at_most_so_many_records_and_bytes()
    {
        var many = Enumerable.Range(1, SyncLimits.BatchRecordsMax + 1).Select(i => new IntakeRecord(i, i, 1, 1, 1, false)).ToList();
        Assert.Equal(EdgeCode.BatchTooLarge, IntakeRule.Decide(0, many).Code);
        Assert.Equal(EdgeCode.Ok, IntakeRule.Decide(0, many[..^1]).Code);
        var heavy = Enumerable.Range(1, 17).Select(i => new IntakeRecord(i, i, 1, 1, SyncLimits.PayloadBytesMax, false)).ToList();
        Assert.Equal(EdgeCode.BatchTooLarge, IntakeRule.Decide(0, heavy).Code);
    }

    private static IntakeRecord Record(string text)
    {
        var ends = text.Split('-').Select(long.Parse).ToArray();
        return new IntakeRecord(ends[0], ends[^1], ends.Length > 1 ? 5 : 1, 1, 100, ends.Length > 1);
    }
}
