namespace CrmEdge.Edge.Core.Pos.Line;

/// <summary>Control characters and limits of the line protocol, as edge/PROTOCOLS.md lays them down.</summary>
public static class LineBytes
{
    /// <summary>Starts a frame.</summary>
    public const byte Stx = 0x02;

    /// <summary>Ends a frame's payload; the check byte follows.</summary>
    public const byte Etx = 0x03;

    /// <summary>The last frame arrived whole.</summary>
    public const byte Ack = 0x06;

    /// <summary>The last frame arrived damaged: send it again.</summary>
    public const byte Nak = 0x15;

    /// <summary>Stands between fields.</summary>
    public const char FieldSeparator = '\u001c';

    /// <summary>Stands between the parts of one field.</summary>
    public const char PartSeparator = '\u001f';

    /// <summary>Bytes of payload in one frame, at most.</summary>
    public const int PayloadBytesMax = 16 * 1_024;

    /// <summary>The check byte: exclusive-or of the payload and ETX.</summary>
    public static byte Lrc(ReadOnlySpan<byte> payload)
    {
        var check = Etx;
        foreach (var b in payload) check ^= b;
        return check;
    }
}
