namespace CrmEdge.Benchmarks.Journal;

/// <summary>An empty folder for a round, gone afterwards.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly string _path;

    public BenchFolder(string path)
    {
        _path = path;
        Dispose();
        Directory.CreateDirectory(path);
    }

    public string File(string name) => Path.Combine(_path, name);

    public void Dispose()
    {
        if (Directory.Exists(_path)) Directory.Delete(_path, recursive: true);
    }
}
