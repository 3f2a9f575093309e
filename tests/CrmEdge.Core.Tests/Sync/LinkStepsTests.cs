using CrmEdge.Edge.Core.Sync;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Sync;

public sealed class LinkStepsTests
{
    private static readonly Dictionary<(LinkState, LinkEvent), LinkState> Table = new()
    {
        [(LinkState.Waiting, LinkEvent.Due)] = LinkState.Dialling,
        [(LinkState.Refused, LinkEvent.Due)] = LinkState.Dialling,
        [(LinkState.Dialling, LinkEvent.Opened)] = LinkState.Greeting,
        [(LinkState.Dialling, LinkEvent.Lost)] = LinkState.Waiting,
        [(LinkState.Dialling, LinkEvent.Refusal)] = LinkState.Refused,
        [(LinkState.Greeting, LinkEvent.Welcomed)] = LinkState.Aligning,
        [(LinkState.Greeting, LinkEvent.Lost)] = LinkState.Waiting,
        [(LinkState.Greeting, LinkEvent.Refusal)] = LinkState.Refused,
        [(LinkState.Aligning, LinkEvent.Aligned)] = LinkState.Online,
        [(LinkState.Aligning, LinkEvent.Renumbered)] = LinkState.Waiting,
        [(LinkState.Aligning, LinkEvent.Lost)] = LinkState.Waiting,
        [(LinkState.Aligning, LinkEvent.Refusal)] = LinkState.Refused,
        [(LinkState.Online, LinkEvent.Lost)] = LinkState.Waiting,
        [(LinkState.Online, LinkEvent.Refusal)] = LinkState.Refused,
    };

    public static TheoryData<LinkState, LinkEvent> All =>
        [.. Enum.GetValues<LinkState>().SelectMany(s => Enum.GetValues<LinkEvent>().Select(e => (s, e)))];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_event_in_every_state_is_in_the_table_or_a_bug(LinkState state, LinkEvent happened)
    {
        if (state == LinkState.Stopped || happened == LinkEvent.Stop) Assert.Equal(LinkState.Stopped, LinkSteps.Next(state, happened));
        else if (Table.TryGetValue((state, happened), out var next)) Assert.Equal(next, LinkSteps.Next(state, happened));
        else Assert.Throws<InvariantViolatedException>(() => LinkSteps.Next(state, happened));
    }
}
