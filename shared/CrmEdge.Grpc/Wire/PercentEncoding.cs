using System.Text;

namespace Grpc.Runtime.Wire;

/// <summary>The grpc-message header: UTF-8, every byte outside 0x20..0x7E and <c>%</c> as <c>%XX</c>.</summary>
internal static class PercentEncoding
{
    private const string Hex = "0123456789ABCDEF";

    public static string Encode(string text)
    {
        if (IsPlain(text)) return text;
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%') encoded.Append((char)b);
            else encoded.Append('%').Append(Hex[b >> 4]).Append(Hex[b & 15]);
        }
        return encoded.ToString();
    }

    /// <summary>Never fails: what is no escape is taken as it stands, bad UTF-8 becomes U+FFFD.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%')) return text;
        var source = Encoding.UTF8.GetBytes(text);
        var target = new byte[source.Length];
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length
                && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                target[length++] = (byte)(Convert.ToByte($"{(char)source[i + 1]}{(char)source[i + 2]}", 16));
                i += 2;
            }
            else
            {
                target[length++] = source[i];
            }
        }
        return Encoding.UTF8.GetString(target, 0, length);
    }

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (c is < ' ' or > '~' or '%') return false;
        return true;
    }
}
