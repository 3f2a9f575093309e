using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>What one commit did.</summary>
internal readonly record struct CommitTally
{
    public LaneCounts Appended { get; private init; }

    public LaneCounts Refused { get; private init; }

    public long Evicted { get; private init; }

    public CommitTally WithAppended(Lane lane) => this with { Appended = Appended.Plus(lane) };

    public CommitTally WithRefused(Lane lane) => this with { Refused = Refused.Plus(lane) };

    public CommitTally WithEvicted(long rows) => this with { Evicted = Evicted + rows };
}

/// <summary>A count for each lane.</summary>
internal readonly record struct LaneCounts(long Money, long Identity, long Telemetry)
{
    public LaneCounts Plus(Lane lane) => lane switch
    {
        Lane.Money => this with { Money = Money + 1 },
        Lane.Identity => this with { Identity = Identity + 1 },
        _ => this with { Telemetry = Telemetry + 1 },
    };

    public long Of(Lane lane) => lane switch
    {
        Lane.Money => Money,
        Lane.Identity => Identity,
        _ => Telemetry,
    };
}
