using CrmEdge.Edge.Agent.Sync;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>The cloud's clock as the link learned it.</summary>
internal sealed class LinkTime(CloudClock clock) : ICloudTime
{
    public DateTimeOffset Now => clock.Now;
}
