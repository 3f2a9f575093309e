namespace CrmEdge.TestKit;

/// <summary>A process's output: whole in a file, its latest lines in memory.</summary>
internal sealed class LineLog(string path) : IDisposable
{
    private const int LinesKept = 20_000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly StreamWriter _file = new(path) { AutoFlush = true };
    private bool _closed;

    public IReadOnlyList<string> Lines
    {
        get { lock (_gate) return [.. _lines]; }
    }

    public void Add(string line)
    {
        lock (_gate)
        {
            if (_closed) return;
            _file.WriteLine(line);
            _lines.Enqueue(line);
            if (_lines.Count > LinesKept) _lines.Dequeue();
        }
    }

    public string? Find(string text)
    {
        lock (_gate) return _lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _file.Dispose();
        }
    }
}
