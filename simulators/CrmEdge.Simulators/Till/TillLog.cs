using System.Text.Json;
using System.Text.Json.Nodes;

namespace CrmEdge.Simulators.Till;

/// <summary>
/// What a till asked and was told, as JSON lines, each on the disk before the till goes on: after a crash of anything the file says
/// what the till knows. Who bought is left out.
/// </summary>
public sealed class TillLog : IDisposable
{
    private static readonly HashSet<string> Personal =
        ["wallet", "token", "card", "track", "phone", "email", "loyalty", "gift", "otp", "secret"];

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    /// <summary>Continues the file where there is one.</summary>
    public TillLog(string path, TimeProvider time)
    {
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        _time = time;
    }

    /// <summary>Something that happened between till and edge.</summary>
    /// <param name="what">asked, answered or silent.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="number">Its number.</param>
    /// <param name="fields">Its fields.</param>
    public void Write(string what, string type, int number, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in fields) kept[name] = Personal.Contains(name) ? "…" : value;
        var line = new JsonObject
        {
            ["at"] = _time.GetUtcNow().ToString("O"), ["what"] = what, ["type"] = type, ["number"] = number, ["fields"] = kept,
        };
        lock (_gate)
        {
            JsonSerializer.Serialize(_file, line);
            _file.WriteByte((byte)'\n');
            _file.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
