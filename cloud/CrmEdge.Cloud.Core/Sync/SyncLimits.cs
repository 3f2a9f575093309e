namespace CrmEdge.Cloud.Core.Sync;

/// <summary>Bounds of what edges may send.</summary>
public static class SyncLimits
{
    /// <summary>Records in one batch.</summary>
    public const int BatchRecordsMax = 500;

    /// <summary>Bytes of payload in one batch; one record may always travel alone.</summary>
    public const int BatchBytesMax = 1024 * 1024;

    /// <summary>Bytes of one payload.</summary>
    public const int PayloadBytesMax = 64 * 1024;

    /// <summary>Numbers one gap may cover.</summary>
    public const long GapMax = 1L << 40;

    /// <summary>Record types and versions are numbers from 1 to this.</summary>
    public const int NumberMax = ushort.MaxValue;
}
