using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Runtime.Wire;

/// <summary>
/// Writes messages with their headers; serves both sides. A message whose size is announced and that is not compressed
/// goes straight into the output. One write at a time.
/// </summary>
/// <param name="output">The transport's writer, or a buffer that is sent as a whole.</param>
/// <param name="bytesMax">Largest message sent, before compression; null for no limit.</param>
/// <param name="level">Level used for compressed messages.</param>
internal sealed class MessageWriter(IBufferWriter<byte> output, int? bytesMax, CompressionLevel level) : SerializationContext
{
    private PooledBuffer? _scratch;
    private bool _compress;
    private int _announced;
    private bool _direct;
    private bool _complete;

    /// <summary>True after a serializer failed half way: the output holds part of a message and must not go on.</summary>
    public bool IsBroken { get; private set; }

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED past the limit; nothing is written then.</exception>
    public void Write<T>(T message, Action<T, SerializationContext> serialize, bool compress)
    {
        (_compress, _announced, _direct, _complete) = (compress, -1, false, false);
        try
        {
            serialize(message, this);
            if (!_complete) throw new InvalidOperationException("The serializer did not call Complete.");
        }
        catch when (_direct && !_complete)
        {
            IsBroken = true;
            throw;
        }
        finally
        {
            _scratch?.Dispose();
            _scratch = null;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        Check(payloadLength);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_announced < 0 || _compress) return _scratch ??= new PooledBuffer();
        if (_direct) return output;
        FrameHeader.Write(output, false, _announced);
        _direct = true;
        _announced = checked((int)(Position() + _announced));
        return output;
    }

    public override void Complete()
    {
        if (!_direct)
        {
            WriteFrame(_scratch is null ? default : _scratch.Written.Span);
        }
        else if (Position() != _announced)
        {
            throw new InvalidOperationException("The message changed while it was serialized.");
        }
        _complete = true;
    }

    public override void Complete(byte[] payload)
    {
        WriteFrame(payload);
        _complete = true;
    }

    private void WriteFrame(ReadOnlySpan<byte> payload)
    {
        Check(payload.Length);
        // Of nothing the compressor makes nothing, not even the header a peer looks for.
        if (!_compress || payload.IsEmpty)
        {
            FrameHeader.Write(output, false, payload.Length);
            output.Write(payload);
            return;
        }
        using var deflated = new PooledBuffer();
        GzipCodec.Compress(payload, level, deflated);
        FrameHeader.Write(output, true, deflated.Length);
        output.Write(deflated.Written.Span);
    }

    private long Position() => output is PipeWriter pipe ? pipe.UnflushedBytes : ((PooledBuffer)output).Length;

    private void Check(int length)
    {
        if (length > bytesMax)
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"Message of {length} bytes is larger than the limit of {bytesMax} (MaxSendMessageSize)."));
    }
}
