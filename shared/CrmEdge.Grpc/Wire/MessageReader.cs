using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Grpc.Runtime.Wire;

/// <summary>Reads messages from a body, in place; serves both sides. One read at a time.</summary>
/// <param name="input">The body.</param>
/// <param name="bytesMax">Largest message taken, before and after decompression; null for no limit.</param>
/// <param name="encoding">The peer's grpc-encoding.</param>
internal sealed class MessageReader(PipeReader input, int? bytesMax, string? encoding)
{
    private readonly PayloadContext _context = new();

    /// <summary>The next message, or null at the end of the body.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED past the limit, INTERNAL on broken framing.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserialize, CancellationToken ct)
        where T : class
    {
        while (true)
        {
            if (!input.TryRead(out var result)) result = await input.ReadAsync(ct).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (result.IsCanceled) throw new OperationCanceledException(ct);
            if (TrySplit(buffer, out var compressed, out var payload))
            {
                var message = Deserialize(deserialize, compressed, payload);
                input.AdvanceTo(payload.End);
                return message;
            }
            if (result.IsCompleted)
            {
                if (buffer.IsEmpty) return null;
                throw Broken("The body ended within a message.");
            }
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>The only message of the body.</summary>
    /// <exception cref="RpcException">As <see cref="ReadAsync"/>, and INTERNAL when there is none or a second one.</exception>
    public async ValueTask<T> ReadSingleAsync<T>(Func<DeserializationContext, T> deserialize, CancellationToken ct)
        where T : class
    {
        var message = await ReadAsync(deserialize, ct).ConfigureAwait(false) ?? throw Broken("The body holds no message.");
        if (await ReadAsync(deserialize, ct).ConfigureAwait(false) is not null) throw Broken("The body holds a second message.");
        return message;
    }

    /// <summary>Gives the body's buffers back; only from the flow that reads.</summary>
    public void Complete() => input.Complete();

    private static RpcException Broken(string detail) => new(new Status(StatusCode.Internal, detail));

    private static RpcException TooLarge(long length, int? max) => new(new Status(
        StatusCode.ResourceExhausted,
        $"Received message of {length} bytes is larger than the limit of {max} (MaxReceiveMessageSize)."));

    private bool TrySplit(in ReadOnlySequence<byte> buffer, out bool compressed, out ReadOnlySequence<byte> payload)
    {
        (compressed, payload) = (false, default);
        if (buffer.Length < FrameHeader.Bytes) return false;
        if (!FrameHeader.TryRead(buffer, out var header)) throw Broken("The compressed flag of a message is neither 0 nor 1.");
        if (header.Length > (uint)(bytesMax ?? int.MaxValue)) throw TooLarge(header.Length, bytesMax ?? int.MaxValue);
        if (buffer.Length < FrameHeader.Bytes + header.Length) return false;
        (compressed, payload) = (header.Compressed, buffer.Slice(FrameHeader.Bytes, header.Length));
        return true;
    }

    private T Deserialize<T>(Func<DeserializationContext, T> deserialize, bool compressed, in ReadOnlySequence<byte> payload)
    {
        if (!compressed) return Deserialize(deserialize, payload);
        if (encoding is not GrpcHeaders.Gzip)
            throw Broken($"A compressed message came with grpc-encoding '{encoding ?? GrpcHeaders.Identity}'.");
        using var inflated = new PooledBuffer();
        try
        {
            if (!GzipCodec.TryDecompress(payload, bytesMax, inflated)) throw TooLarge(inflated.Length, bytesMax);
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A message is not the gzip stream it claims to be.", e));
        }
        return Deserialize(deserialize, new ReadOnlySequence<byte>(inflated.Written));
    }

    private T Deserialize<T>(Func<DeserializationContext, T> deserialize, in ReadOnlySequence<byte> payload)
    {
        _context.Set(payload);
        try
        {
            return deserialize(_context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A message could not be deserialized.", e));
        }
        finally
        {
            _context.Set(default);
        }
    }
}
