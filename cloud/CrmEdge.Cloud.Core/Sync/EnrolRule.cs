namespace CrmEdge.Cloud.Core.Sync;

/// <summary>A pairing code as it was found.</summary>
/// <param name="ExpiresAt">Its end.</param>
/// <param name="UsedBy">Hash of the key it enrolled; null while it is unused.</param>
/// <param name="EdgeRevoked">Its edge was revoked after it was issued.</param>
public sealed record FoundCode(DateTimeOffset ExpiresAt, ReadOnlyMemory<byte>? UsedBy, bool EdgeRevoked);

/// <summary>Whether a pairing code enrols a key.</summary>
public static class EnrolRule
{
    /// <summary>How far an edge's clock may be off: within it a fresh certificate is valid on both sides.</summary>
    public static TimeSpan ClockOffMax { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The first thing that is wrong; the order is contract. The same key again is a repeat, not a second use.</summary>
    /// <param name="code">The code; null where nobody issued it.</param>
    /// <param name="keyHash">Hash of the key to be certified.</param>
    /// <param name="edgeTime">The edge's clock, where it told it.</param>
    /// <param name="now">The cloud's.</param>
    public static EdgeCode Check(FoundCode? code, ReadOnlySpan<byte> keyHash, DateTimeOffset? edgeTime, DateTimeOffset now)
    {
        if (code is null) return EdgeCode.CodeUnknown;
        if (code.UsedBy is { } used && !used.Span.SequenceEqual(keyHash)) return EdgeCode.CodeUsed;
        if (code.ExpiresAt <= now) return EdgeCode.CodeExpired;
        if (code.EdgeRevoked) return EdgeCode.CertificateRevoked;
        return edgeTime is { } told && (told - now).Duration() > ClockOffMax ? EdgeCode.ClockFarOff : EdgeCode.Ok;
    }
}
