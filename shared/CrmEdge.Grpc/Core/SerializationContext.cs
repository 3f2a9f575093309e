using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where a serializer puts one message: either all bytes at once (<see cref="Complete(byte[])"/>), or through
/// <see cref="GetBufferWriter"/> and then <see cref="Complete()"/>.
/// </summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message.</summary>
    /// <param name="payload">The message; must not change afterwards.</param>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>The writer the message goes to.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Announces the size, so that the message can go straight to the transport.</summary>
    /// <param name="payloadLength">Bytes, exactly.</param>
    public virtual void SetPayloadLength(int payloadLength) => throw new NotImplementedException();

    /// <summary>Says that the whole message is in the writer.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
