using CrmEdge.Edge.Core.Journal.Operations;
using Xunit;
using static CrmEdge.Edge.Core.Journal.Operations.OperationEvent;
using static CrmEdge.Edge.Core.Journal.Operations.OperationState;

namespace CrmEdge.Core.Tests.Journal;

public sealed class OperationStepsTests
{
    /// <summary>Rows are states, columns are Send, Approve, Decline, LoseAnswer, Reverse. A name is a move, "=" already so,
    /// "!" a contradiction.</summary>
    private const string Table = """
        Intent            Sent  Approved          Declined          Unknown  !
        Sent              =     Approved          Declined          Unknown  !
        Approved          !     =                 !                 =        !
        Declined          !     !                 =                 =        !
        Unknown           !     Resolved:Approved Resolved:Declined =        Resolved:Reversed
        Resolved:Approved !     =                 !                 =        !
        Resolved:Declined !     !                 =                 =        !
        Resolved:Reversed !     !                 !                 =        =
        """;

    private static readonly OperationEvent[] Events = [Send, Approve, Decline, LoseAnswer, Reverse];

    public static TheoryData<string, OperationEvent, string> Cells()
    {
        var cells = new TheoryData<string, OperationEvent, string>();
        foreach (var words in Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            for (var i = 0; i < Events.Length; i++) cells.Add(words[0], Events[i], words[i + 1]);
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_step_does_what_the_table_says(string from, OperationEvent happened, string cell)
    {
        var before = Parse(from);
        var (code, after) = OperationSteps.Next(before, happened);
        var expected = cell switch
        {
            "=" => (OperationCode.Already, before),
            "!" => (OperationCode.Contradicts, before),
            _ => (OperationCode.Moved, Parse(cell)),
        };
        Assert.Equal(expected, (code, after));
    }

    [Fact]
    public void The_table_names_every_state_and_every_event()
    {
        var states = Table.Split('\n').Select(line => Parse(line.Split(' ')[0]).State);
        Assert.Empty(Enum.GetValues<OperationState>().Except(states));
        Assert.Empty(Enum.GetValues<OperationEvent>().Except(Events));
    }

    [Fact]
    public void A_final_operation_never_moves_and_every_other_can_still_end()
    {
        foreach (var status in Table.Split('\n').Select(line => Parse(line.Split(' ')[0])))
        {
            var moves = Events.Count(e => OperationSteps.Next(status, e).Code == OperationCode.Moved);
            Assert.Equal(status.IsFinal, moves == 0);
            Assert.Equal(status.State == Resolved, status.Resolution != Resolution.None);
        }
    }

    [Fact]
    public void A_key_answers_for_its_own_request_only()
    {
        var at = DateTimeOffset.UnixEpoch;
        var stored = new Operation("sale:1", new OperationStatus(Approved), new byte[] { 1, 2 }, 7, new byte[] { 9 }, at, at);
        Assert.Equal(OperationCode.Already, stored.Again([1, 2]));
        Assert.Equal(OperationCode.KeyReused, stored.Again([1, 3]));
        Assert.Equal(OperationCode.KeyReused, stored.Again([]));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(201, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 33, 0)]
    [InlineData(1, 1, Operation.ReplyBytesMax + 1)]
    public void What_is_too_short_or_too_long_is_malformed(int key, int hash, int reply)
    {
        var at = DateTimeOffset.UnixEpoch;
        Operation Of(int k, int h, int r) =>
            new(new string('k', k), new OperationStatus(Intent), new byte[h], null, new byte[r], at, at);
        Assert.Equal(OperationCode.Malformed, Of(key, hash, reply).Check());
        Assert.Equal(OperationCode.Moved, Of(200, 32, Operation.ReplyBytesMax).Check());
    }

    private static OperationStatus Parse(string text)
    {
        var parts = text.Split(':');
        return new OperationStatus(Enum.Parse<OperationState>(parts[0]),
            parts.Length > 1 ? Enum.Parse<Resolution>(parts[1]) : Resolution.None);
    }
}
