namespace CrmEdge.Mqtt.Codec;

internal enum ReadStatus
{
    NeedMore,
    Ok,
    Faulty,
}

/// <summary>Variable Byte Integer (MQTT 5.0 §1.5.5): 7 bits a byte, at most 4 bytes.</summary>
internal static class VarInt
{
    public const int Max = 268_435_455;
    public const int BytesMax = 4;

    /// <summary>A padded number (such as 80 00) is readable; <paramref name="minimal"/> tells.</summary>
    public static ReadStatus TryRead(ReadOnlySpan<byte> input, out int value, out int bytes, out bool minimal)
    {
        (value, bytes, minimal) = (0, 0, true);
        for (var i = 0; i < BytesMax; i++)
        {
            if (i == input.Length) return ReadStatus.NeedMore;
            value |= (input[i] & 0x7F) << (7 * i);
            if (input[i] >= 0x80) continue;
            bytes = i + 1;
            minimal = i == 0 || input[i] != 0;
            return ReadStatus.Ok;
        }

        return ReadStatus.Faulty;
    }

    public static int Write(Span<byte> output, int value)
    {
        if (value is < 0 or > Max) throw new ArgumentOutOfRangeException(nameof(value), value, "does not fit into 4 × 7 bits");
        var count = 0;
        do
        {
            var more = value > 0x7F ? 0x80 : 0;
            output[count++] = (byte)((value & 0x7F) | more);
            value >>= 7;
        }
        while (value > 0);
        return count;
    }
}
