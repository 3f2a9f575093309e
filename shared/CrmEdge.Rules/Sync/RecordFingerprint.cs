using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CrmEdge.Rules.Sync;

/// <summary>
/// Short name of a record's content. Two copies of one journal give the same numbers to different records: by the content of the
/// last one that arrived, each side knows whether it speaks of the same journal.
/// </summary>
public static class RecordFingerprint
{
    /// <summary>Bytes of a fingerprint: the first half of a SHA-256.</summary>
    public const int Bytes = 16;

    /// <summary>The fingerprint of a record as it travels.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="version">The version of its payload.</param>
    /// <param name="payload">The payload as the edge sent it.</param>
    public static byte[] Of(int type, int version, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(head, type);
        BinaryPrimitives.WriteInt32BigEndian(head[sizeof(int)..], version);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(payload);
        return hash.GetHashAndReset()[..Bytes];
    }
}
