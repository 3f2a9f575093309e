using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Kernel;

/// <summary>
/// What an installer types to enrol an edge: a single-use secret and the first bits of the SHA-256 of the cloud's CA, so that
/// the edge knows whom to give the secret to. 35 digits of Crockford's base 32 in groups of five, the last three for mistypes.
/// </summary>
/// <param name="Secret">80 random bits.</param>
/// <param name="Pin">80 bits: the start of the hash of the CA's DER.</param>
public sealed record PairingCode(ReadOnlyMemory<byte> Secret, ReadOnlyMemory<byte> Pin)
{
    /// <summary>Bytes of each half.</summary>
    public const int HalfBytes = 10;

    private const int BodyDigits = 32;
    private const int CheckDigits = 3;
    private const int GroupDigits = 5;
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A code for a CA.</summary>
    /// <param name="secret">80 random bits.</param>
    /// <param name="authority">The CA's certificate in DER.</param>
    public static PairingCode For(ReadOnlyMemory<byte> secret, ReadOnlySpan<byte> authority)
    {
        Invariant.Holds(secret.Length == HalfBytes);
        return new PairingCode(secret, PinOf(authority));
    }

    /// <summary>Reads what was typed: case, spaces and dashes do not matter, O is 0, I and L are 1. Null where it is no
    /// code.</summary>
    public static PairingCode? Parse(string? typed)
    {
        if (typed is null || typed.Length > 4 * (BodyDigits + CheckDigits)) return null;
        var text = Normal(typed);
        if (text.Length != BodyDigits + CheckDigits || !text.All(Digits.Contains)) return null;
        if (Check(text[..BodyDigits]) != text[BodyDigits..]) return null;
        var bytes = Bytes(text[..BodyDigits]);
        return new PairingCode(bytes.AsMemory(0, HalfBytes), bytes.AsMemory(HalfBytes));
    }

    /// <summary>Whether the code was made for this CA.</summary>
    public bool Pins(ReadOnlySpan<byte> authority) => CryptographicOperations.FixedTimeEquals(Pin.Span, PinOf(authority));

    /// <summary>The code as it is shown, in groups of five.</summary>
    public string Format()
    {
        var body = Text([.. Secret.Span, .. Pin.Span]);
        var text = body + Check(body);
        return string.Join('-', Enumerable.Range(0, text.Length / GroupDigits)
            .Select(i => text.Substring(i * GroupDigits, GroupDigits)));
    }

    /// <summary>Nothing of it: a printed code would be a leaked one.</summary>
    public override string ToString() => nameof(PairingCode);

    private static byte[] PinOf(ReadOnlySpan<byte> authority) => SHA256.HashData(authority)[..HalfBytes];

    private static string Normal(string typed) => string.Concat(typed
        .Where(c => c is not (' ' or '-' or '\t')).Select(char.ToUpperInvariant)
            .Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));

    private static string Check(string body)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(body));
        return string.Concat(Enumerable.Range(0, CheckDigits).Select(i => Digits[hash[i] & 31]));
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(BodyDigits);
        var (bits, held) = (0, 0);
        foreach (var b in bytes)
        {
            (bits, held) = (((bits & 31) << 8) | b, held + 8);
            for (; held >= 5; held -= 5) text.Append(Digits[(bits >> (held - 5)) & 31]);
        }
        return text.ToString();
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(2 * HalfBytes);
        var (bits, held) = (0, 0);
        foreach (var digit in text)
        {
            (bits, held) = (((bits & 0xFF) << 5) | Digits.IndexOf(digit, StringComparison.Ordinal), held + 5);
            if (held < 8) continue;
            held -= 8;
            bytes.Add((byte)((bits >> held) & 0xFF));
        }
        return [.. bytes];
    }
}
