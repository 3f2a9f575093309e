using CrmEdge.Kernel;

namespace CrmEdge.Simulators.Demo.Cast;

/// <summary>The codes that a customer's app shows.</summary>
internal static class OneTimeCode
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerLetter = 5;

    public static string At(byte[] secret, DateTimeOffset at) =>
        Totp.At(Totp.DayKey(secret, DateOnly.FromDateTime(at.UtcDateTime)), at);

    /// <summary>A code that is none of those good around an instant.</summary>
    public static string WrongAt(byte[] secret, DateTimeOffset at)
    {
        string[] good = [.. Enumerable.Range(-2, 5).Select(step => At(secret, at.AddSeconds(step * Totp.StepSeconds)))];
        return Enumerable.Range(0, good.Length + 1).Select(i => $"{i:000000}").First(code => !good.Contains(code));
    }

    /// <summary>Reads a secret as RFC 4648 §6 writes it.</summary>
    public static byte[] FromBase32(string text)
    {
        var (bytes, bits, value) = (new List<byte>(), 0, 0);
        foreach (var letter in text.TrimEnd('='))
        {
            value = ((value << BitsPerLetter) | Alphabet.IndexOf(letter, StringComparison.Ordinal)) & 0xFFF;
            bits += BitsPerLetter;
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)((value >> bits) & 0xFF));
        }
        return [.. bytes];
    }
}
