namespace CrmEdge.Edge.Core.Pos.Line;

/// <summary>What stands at the head of the input.</summary>
public enum LineToken
{
    /// <summary>Not enough bytes yet; nothing is consumed.</summary>
    NeedMore,

    /// <summary>A whole frame with a right check byte.</summary>
    Frame,

    /// <summary>The other side took our last frame.</summary>
    Ack,

    /// <summary>The other side asks for our last frame again.</summary>
    Nak,

    /// <summary>A whole frame with a wrong check byte.</summary>
    WrongLrc,

    /// <summary>A frame that grows beyond <see cref="LineBytes.PayloadBytesMax"/>.</summary>
    TooLong,

    /// <summary>Bytes outside any frame, or a frame broken off by the start of another.</summary>
    Noise,
}

/// <summary>
/// Cuts a stream of bytes into frames STX payload ETX LRC. Every answer but NeedMore consumes at least one byte, so a reader
/// never stands still, and garbage costs no more than the frame it hit.
/// </summary>
public static class LineFrames
{
    /// <summary>Reads the token at the head of <paramref name="input"/>.</summary>
    /// <param name="input">Bytes not yet consumed.</param>
    /// <param name="payload">The bytes between STX and ETX for <see cref="LineToken.Frame"/>, else empty.</param>
    /// <param name="consumed">How many bytes to drop before the next call.</param>
    public static LineToken TryRead(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> payload, out int consumed)
    {
        payload = [];
        consumed = 0;
        if (input.IsEmpty) return LineToken.NeedMore;
        switch (input[0])
        {
            case LineBytes.Stx: return ReadFrame(input, out payload, out consumed);
            case LineBytes.Ack: return Take(LineToken.Ack, 1, out consumed);
            case LineBytes.Nak: return Take(LineToken.Nak, 1, out consumed);
            default:
                var next = input.IndexOfAny(LineBytes.Stx, LineBytes.Ack, LineBytes.Nak);
                return Take(LineToken.Noise, next < 0 ? input.Length : next, out consumed);
        }
    }

    /// <summary>The frame that carries <paramref name="payload"/>.</summary>
    public static byte[] Write(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[payload.Length + 3];
        frame[0] = LineBytes.Stx;
        payload.CopyTo(frame.AsSpan(1));
        frame[^2] = LineBytes.Etx;
        frame[^1] = LineBytes.Lrc(payload);
        return frame;
    }

    private static LineToken ReadFrame(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> payload, out int consumed)
    {
        payload = [];
        var body = input[1..];
        var end = body.IndexOfAny(LineBytes.Etx, LineBytes.Stx);
        if (end > LineBytes.PayloadBytesMax || (end < 0 && body.Length > LineBytes.PayloadBytesMax))
        {
            return Take(LineToken.TooLong, end < 0 ? input.Length : end + 1, out consumed);
        }
        if (end < 0) return Take(LineToken.NeedMore, 0, out consumed);
        if (body[end] == LineBytes.Stx) return Take(LineToken.Noise, end + 1, out consumed);
        if (body.Length == end + 1) return Take(LineToken.NeedMore, 0, out consumed);
        var right = body[end + 1] == LineBytes.Lrc(body[..end]);
        if (right) payload = body[..end];
        // Where the check byte was lost, an STX in its place already belongs to the next frame.
        var lost = !right && body[end + 1] == LineBytes.Stx;
        return Take(right ? LineToken.Frame : LineToken.WrongLrc, lost ? end + 2 : end + 3, out consumed);
    }

    private static LineToken Take(LineToken token, int bytes, out int consumed)
    {
        consumed = bytes;
        return token;
    }
}
