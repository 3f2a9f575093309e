using System.Buffers.Binary;
using System.Text;

namespace CrmEdge.SystemTests.Kills;

/// <summary>Cuts what a client sends to PostgreSQL into messages (PostgreSQL 15, §55.7). Without TLS or GSS encryption.</summary>
internal sealed class FrontendMessages
{
    private const int LengthBytes = 4;
    private const int StartupOf3 = 3 << 16;

    private readonly List<byte> _rest = [];
    private bool _started;

    /// <summary>The whole messages that these bytes complete, in order.</summary>
    public IReadOnlyList<FrontendMessage> Take(ReadOnlySpan<byte> bytes)
    {
        _rest.AddRange(bytes);
        var messages = new List<FrontendMessage>();
        while (TryTake() is { } message) messages.Add(message);
        return messages;
    }

    private FrontendMessage? TryTake()
    {
        // The first messages of a connection have no type.
        var typeBytes = _started ? 1 : 0;
        if (_rest.Count < typeBytes + LengthBytes) return null;
        var head = _rest.GetRange(0, typeBytes + LengthBytes).ToArray();
        var whole = typeBytes + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(typeBytes));
        if (_rest.Count < whole) return null;
        var bytes = _rest.GetRange(0, whole).ToArray();
        _rest.RemoveRange(0, whole);
        var type = _started ? (char)bytes[0] : '\0';
        if (!_started) _started = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(LengthBytes)) == StartupOf3;
        return new FrontendMessage(type, bytes);
    }
}

/// <summary>One message.</summary>
/// <param name="Type">Its type byte; nil for those that open a connection.</param>
/// <param name="Bytes">All of it.</param>
internal sealed record FrontendMessage(char Type, byte[] Bytes)
{
    private const int HeadBytes = 5;

    /// <summary>The zero-terminated texts that it begins with.</summary>
    /// <param name="count">How many.</param>
    public string[] Texts(int count)
    {
        var (texts, from) = (new string[count], HeadBytes);
        for (var i = 0; i < count; i++)
        {
            var end = Array.IndexOf(Bytes, (byte)0, from);
            texts[i] = Encoding.UTF8.GetString(Bytes, from, end - from);
            from = end + 1;
        }
        return texts;
    }
}
