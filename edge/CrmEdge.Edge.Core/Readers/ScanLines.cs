namespace CrmEdge.Edge.Core.Readers;

/// <summary>
/// Cuts a reader's bytes into lines ended by CR, LF or TAB. A line that grows past <see cref="Scans.LengthMax"/> is dropped up
/// to its end. Every call that finds something consumes at least one byte.
/// </summary>
public static class ScanLines
{
    /// <summary>False where more bytes are needed; an over-long line yields an empty <paramref name="line"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> line, out int consumed)
    {
        line = [];
        consumed = 0;
        var end = input.IndexOfAny((byte)'\r', (byte)'\n', (byte)'\t');
        if (end < 0)
        {
            if (input.Length <= Scans.LengthMax) return false;
            consumed = input.Length;
            return true;
        }
        if (end <= Scans.LengthMax) line = input[..end];
        consumed = end + 1;
        return true;
    }
}
