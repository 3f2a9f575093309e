using System.Buffers;
using System.Text;
using CrmEdge.Kernel;

namespace CrmEdge.SystemTests.Demo;

/// <summary>Something that was found: what kind of secret, written how, in which file.</summary>
internal sealed record Find(string File, string Kind, string Form);

/// <summary>Looks into files for secrets: in clear, hexadecimal, base 32, base 64 wherever it begins, UTF-16.</summary>
internal sealed class SecretScan
{
    private const int ReadBytes = 1 << 20;
    private const int HeadChars = 4;
    private const string Base32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly Dictionary<string, (string Kind, string Form)> _forms = new(StringComparer.Ordinal);
    private (SearchValues<string> Any, ILookup<string, string> ByHead, int Longest)? _index;

    /// <summary>Secrets as the demo lists them: a kind and a value, bytes as <c>kind:hex</c>.</summary>
    public void AddLines(IEnumerable<string> lines)
    {
        foreach (var parts in lines.Select(line => line.Split(' ', 2)))
        {
            if (parts[0].EndsWith(":hex", StringComparison.Ordinal)) Add(parts[0][..^4], Convert.FromHexString(parts[1]));
            else if (parts[0] == "pairing-code") AddPairingCode(parts[1]);
            // Too short for more: four letters in base 64 would be found anywhere.
            else if (parts[0] == "first-name") Form(parts[0], "clear", parts[1]);
            else Add(parts[0], parts[1].TrimStart('+'));
        }
    }

    public void Add(string kind, string text)
    {
        Add(kind, Encoding.UTF8.GetBytes(text));
        Form(kind, "UTF-16", Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(text)));
    }

    public void Add(string kind, byte[] bytes)
    {
        Form(kind, "clear", Encoding.Latin1.GetString(bytes));
        Form(kind, "hex", Convert.ToHexStringLower(bytes));
        Form(kind, "hex", Convert.ToHexString(bytes));
        Form(kind, "base32", Base32(bytes));
        for (var before = 0; before < 3; before++)
        {
            var text = Base64(bytes, before);
            Form(kind, "base64", text);
            Form(kind, "base64", text.Replace('+', '-').Replace('/', '_'));
        }
    }

    /// <summary>What lies in a file.</summary>
    public IReadOnlySet<Find> In(string file)
    {
        var (any, byHead, longest) = _index ??= (SearchValues.Create([.. _forms.Keys], StringComparison.Ordinal),
            _forms.Keys.ToLookup(form => form[..HeadChars]), _forms.Keys.Max(form => form.Length));
        var found = new HashSet<Find>();
        using var stream = File.OpenRead(file);
        var buffer = new byte[ReadBytes + longest];
        // What may be the beginning of a secret stays in front of what is read next.
        for (var kept = 0; stream.Read(buffer, kept, ReadBytes) is > 0 and var read;)
        {
            var text = Encoding.Latin1.GetString(buffer, 0, kept + read);
            Take(file, text, any, byHead, found);
            var left = Math.Min(longest, text.Length);
            Buffer.BlockCopy(buffer, text.Length - left, buffer, 0, left);
            kept = left;
        }
        return found;
    }

    private void Take(
        string file, string text, SearchValues<string> any, ILookup<string, string> byHead, HashSet<Find> found)
    {
        for (var at = 0; text.AsSpan(at).IndexOfAny(any) is >= 0 and var next; at++)
        {
            at += next;
            foreach (var form in byHead[text.Substring(at, HeadChars)])
            {
                if (!text.AsSpan(at).StartsWith(form, StringComparison.Ordinal)) continue;
                found.Add(new Find(file, _forms[form].Kind, _forms[form].Form));
            }
        }
    }

    // The second half of a code names the cloud and is no secret.
    private void AddPairingCode(string code)
    {
        const string Kind = "pairing-code";
        var secret = code[..17];
        Add(Kind, secret);
        Add(Kind, secret.Replace("-", "", StringComparison.Ordinal));
        Add(Kind, PairingCode.Parse(code)!.Secret.ToArray());
    }

    private void Form(string kind, string form, string text) => _forms.TryAdd(text, (kind, form));

    // The digits that follow from these bytes alone, where so many others stand before them in their group of three.
    private static string Base64(byte[] bytes, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        var first = (before * 8 + 5) / 6;
        return text[first..((before + bytes.Length) * 8 / 6)];
    }

    private static string Base32(byte[] bytes)
    {
        var bits = string.Concat(bytes.Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
        return string.Concat(bits.Chunk(5).Where(five => five.Length == 5)
            .Select(five => Base32Digits[Convert.ToInt32(new string(five), 2)]));
    }
}
