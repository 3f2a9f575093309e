namespace CrmEdge.Edge.Core.Sync;

/// <summary>What to do with a chunk of a snapshot.</summary>
public enum SnapshotStep
{
    /// <summary>Keep it until the last chunk has come.</summary>
    Collect,

    /// <summary>It was the last: apply all that was collected.</summary>
    Apply,

    /// <summary>It does not continue what was collected, or builds on a version not held: drop what was collected.</summary>
    Drop,
}

/// <summary>A snapshot on its way in: which version it makes, of which one, and how much of it has come.</summary>
/// <param name="Version">The version it will be.</param>
/// <param name="Since">The version it builds on; 0 where it holds everything.</param>
/// <param name="Rows">Rows so far.</param>
public readonly record struct SnapshotProgress(long Version, long Since, int Rows)
{
    /// <summary>Rows that a snapshot may have; beyond it the last good one is kept.</summary>
    public const int RowsMax = 20_000_000;
}

/// <summary>Takes snapshots in chunk by chunk. They take effect whole; until then the last good one stays.</summary>
public static class SnapshotMerge
{
    /// <summary>What to do with a chunk.</summary>
    /// <param name="held">The version in use; 0 for none.</param>
    /// <param name="pending">What is being collected; null for nothing.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="last">Whether it is the last of its snapshot.</param>
    public static SnapshotStep Next(long held, SnapshotProgress? pending, SnapshotProgress chunk, bool last)
    {
        if (chunk.Version <= 0 || (chunk.Since != 0 && chunk.Since != held)) return SnapshotStep.Drop;
        if (pending is { } begun && (begun.Version != chunk.Version || begun.Since != chunk.Since)) return SnapshotStep.Drop;
        if ((long)(pending?.Rows ?? 0) + chunk.Rows > SnapshotProgress.RowsMax) return SnapshotStep.Drop;
        return last ? SnapshotStep.Apply : SnapshotStep.Collect;
    }
}
