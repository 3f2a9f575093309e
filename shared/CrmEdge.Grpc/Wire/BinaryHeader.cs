namespace Grpc.Runtime.Wire;

/// <summary>Values of <c>-bin</c> headers: base64, sent without padding, read with or without.</summary>
internal static class BinaryHeader
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    /// <summary>False when the text is not base64.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] value)
    {
        text = text.Trim().TrimEnd('=');
        value = [];
        if (text.Length % 4 == 1) return false;
        var padded = new char[(text.Length + 3) / 4 * 4];
        padded.AsSpan().Fill('=');
        text.CopyTo(padded);
        var buffer = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(padded, buffer, out var length)) return false;
        value = buffer[..length];
        return true;
    }
}
