using System.Buffers;
using Grpc.Core;

namespace Grpc.Runtime.Wire;

/// <summary>Hands one payload to a deserializer.</summary>
internal sealed class PayloadContext : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    public void Set(in ReadOnlySequence<byte> payload) => _payload = payload;
}
