namespace CrmEdge.Edge.Core.Journal;

/// <summary>Hard bounds of one record, and what it counts for.</summary>
public static class RecordLimits
{
    /// <summary>The longest payload, in bytes.</summary>
    public const int PayloadBytesMax = 64 * 1024;

    /// <summary>The longest key, in bytes of UTF-8.</summary>
    public const int KeyBytesMax = 200;

    /// <summary>The longest fingerprint, in bytes.</summary>
    public const int FingerprintBytesMax = 32;

    /// <summary>Bytes a record counts for beside its payload and its key: columns, index entries, page slack.</summary>
    public const int OverheadBytes = 64;

    /// <summary>Bytes the record of a gap counts for.</summary>
    public const int GapBytes = OverheadBytes + sizeof(long);
}
