namespace CrmEdge.Cloud.Core.Sync;

/// <summary>How much an edge may have under way, so that a drain after an outage fills neither memory nor the inbox.</summary>
public static class CreditRule
{
    /// <summary>Numbers beyond the watermark that the edge may send.</summary>
    /// <param name="creditMax">The most for one edge.</param>
    /// <param name="backlogMax">Rows of one edge that may wait to be applied.</param>
    /// <param name="backlog">Rows that do.</param>
    public static int Of(int creditMax, long backlogMax, long backlog) =>
        (int)Math.Clamp(backlogMax - backlog, 0, creditMax);
}
