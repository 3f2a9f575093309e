using System.Text;

namespace CrmEdge.Simulators.Till;

/// <summary>Frames and messages of the line protocol, written from edge/PROTOCOLS.md alone.</summary>
internal static class LineWire
{
    public const byte Stx = 2;
    public const byte Etx = 3;
    public const byte Ack = 6;
    public const byte Nak = 21;
    private const char Fs = '\u001c';

    public static byte[] Frame(string type, int number, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var payload = Encoding.UTF8.GetBytes(
            FormattableString.Invariant($"{type}{Fs}{number}{string.Concat(fields.Select(f => $"{Fs}{f.Key}={f.Value}"))}"));
        return [Stx, .. payload, Etx, Check(payload)];
    }

    public static byte Check(ReadOnlySpan<byte> payload)
    {
        var check = Etx;
        foreach (var b in payload) check ^= b;
        return check;
    }

    public static TillAnswer? Parse(ReadOnlySpan<byte> payload)
    {
        var parts = Encoding.UTF8.GetString(payload).Split(Fs);
        if (parts.Length < 2 || !int.TryParse(parts[1], out var number)) return null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(2).Select(part => part.Split('=', 2)).Where(part => part.Length == 2)) fields.TryAdd(part[0], part[1]);
        return new TillAnswer(parts[0], number, fields);
    }
}

/// <summary>What the edge told a till.</summary>
/// <param name="Type">The message's type.</param>
/// <param name="Number">Its number.</param>
/// <param name="Fields">Its fields; of one that stands more than once, the first.</param>
public sealed record TillAnswer(string Type, int Number, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>A field, or nothing.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");
}
