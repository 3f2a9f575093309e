using System.Buffers;
using System.IO.Compression;

namespace Grpc.Runtime.Wire;

/// <summary>The gzip message encoding (RFC 1952), one complete stream per message.</summary>
internal static class GzipCodec
{
    private const int ChunkBytes = 16 * 1024;

    public static void Compress(ReadOnlySpan<byte> message, CompressionLevel level, PooledBuffer into)
    {
        using var target = new BufferStream(into);
        using var gzip = new GZipStream(target, level);
        gzip.Write(message);
    }

    /// <summary>False when the message would be larger than the limit; nothing past it is inflated.</summary>
    /// <exception cref="InvalidDataException">Not gzip.</exception>
    public static bool TryDecompress(in ReadOnlySequence<byte> message, int? bytesMax, PooledBuffer into)
    {
        using var source = new SequenceStream(message);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        while (true)
        {
            var read = gzip.Read(into.GetSpan(ChunkBytes));
            if (read == 0) return true;
            into.Advance(read);
            if (into.Length > bytesMax) return false;
        }
    }
}
