namespace CrmEdge.Edge.Core.Readers;

/// <summary>
/// Cuts a reader's bytes into lines ended by CR, LF or TAB. A line that grows past <see cref="Scans.LengthMax"/> is dropped up
/// to its end and told once, as <see cref="ScanToken.TooLong"/>. Every answer but NeedMore consumes at least one byte.
/// </summary>
public sealed class ScanLines
{
    private bool _dropping;

    /// <summary>Reads the token at the head of <paramref name="input"/>.</summary>
    /// <param name="input">Bytes not yet consumed.</param>
    /// <param name="line">The line without its end for <see cref="ScanToken.Line"/>, else empty.</param>
    /// <param name="consumed">How many bytes to drop before the next call.</param>
    public ScanToken TryRead(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> line, out int consumed)
    {
        line = [];
        var end = input.IndexOfAny((byte)'\r', (byte)'\n', (byte)'\t');
        if (_dropping) return Drop(input, end, out consumed);
        if (end < 0)
        {
            consumed = input.Length > Scans.LengthMax ? input.Length : 0;
            _dropping = consumed > 0;
            return _dropping ? ScanToken.TooLong : ScanToken.NeedMore;
        }
        consumed = end + 1;
        if (end > Scans.LengthMax) return ScanToken.TooLong;
        line = input[..end];
        return end == 0 ? ScanToken.Nothing : ScanToken.Line;
    }

    private ScanToken Drop(ReadOnlySpan<byte> input, int end, out int consumed)
    {
        _dropping = end < 0;
        consumed = _dropping ? input.Length : end + 1;
        return consumed == 0 ? ScanToken.NeedMore : ScanToken.Nothing;
    }
}

/// <summary>What stands at the head of a reader's bytes.</summary>
public enum ScanToken
{
    /// <summary>Not enough bytes yet; nothing is consumed.</summary>
    NeedMore,

    /// <summary>A line with something in it.</summary>
    Line,

    /// <summary>A line that is longer than any scan.</summary>
    TooLong,

    /// <summary>The second of two line ends, or the rest of a line that was too long.</summary>
    Nothing,
}
