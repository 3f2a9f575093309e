using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Grpc.Runtime.Wire;

/// <summary>The gzip message encoding (RFC 1952), one complete stream per message.</summary>
internal static class GzipCodec
{
    private const int ChunkBytes = 16 * 1024;

    // Header and trailer of a stream, without the data between.
    private const int EnvelopeBytes = 18;

    public static void Compress(ReadOnlySpan<byte> message, CompressionLevel level, PooledBuffer into)
    {
        using var target = new BufferStream(into);
        using var gzip = new GZipStream(target, level);
        gzip.Write(message);
    }

    /// <summary>False when the message would be larger than the limit; nothing past it is inflated.</summary>
    /// <exception cref="InvalidDataException">Not one whole gzip stream.</exception>
    public static bool TryDecompress(in ReadOnlySequence<byte> message, int? bytesMax, PooledBuffer into)
    {
        // Of nothing the .NET compressor makes nothing, and peers built on it send that.
        if (message.IsEmpty) return true;
        using var source = new SequenceStream(message);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        while (true)
        {
            var read = gzip.Read(into.GetSpan(ChunkBytes));
            if (read == 0) break;
            into.Advance(read);
            if (into.Length > bytesMax) return false;
        }
        // The decompressor takes the end of its input for the end of the stream.
        if (message.Length < EnvelopeBytes || SizeIn(message) != (uint)into.Length)
            throw new InvalidDataException("The gzip stream is cut short.");
        return true;
    }

    private static uint SizeIn(in ReadOnlySequence<byte> message)
    {
        Span<byte> size = stackalloc byte[sizeof(uint)];
        message.Slice(message.Length - sizeof(uint)).CopyTo(size);
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }
}
