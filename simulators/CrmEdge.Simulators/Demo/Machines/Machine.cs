using CrmEdge.Hosting.Processes;

namespace CrmEdge.Simulators.Demo.Machines;

/// <summary>One of our programs as a child process, started as often as the story needs, its output kept in a file.</summary>
internal sealed class Machine(string name, string program, IReadOnlyList<string> settings, string folder, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan StopMost = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private ManagedProcess? _process;

    /// <summary>Where its output goes.</summary>
    public string LogFile { get; } = Path.Combine(folder, $"{name}.log");

    public bool Runs => _process is { HasExited: false };

    public void Start() => _process = ManagedProcess.Start(Spec([]), time);

    /// <summary>Runs a command of the program to its end.</summary>
    public async Task CommandAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        await using var process = ManagedProcess.Start(Spec(words), time);
        var code = await process.Exited.WaitAsync(ct);
        if (code != 0) throw new DemoException($"{Path.GetFileName(program)} {words[0]} ended with code {code}: see {LogFile}.");
    }

    /// <summary>Kill -9: it cannot say goodbye to anybody.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        process.Send(UnixSignal.Kill);
        await process.Exited;
        await process.DisposeAsync();
        _process = null;
    }

    /// <summary>Throws with the last words of a program that should run and does not.</summary>
    public void MustRun()
    {
        if (Runs) return;
        var words = File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(5)) : "";
        throw new DemoException($"The {name} ended by itself. Its last words, from {LogFile}:\n{words}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process) await process.DisposeAsync();
        _process = null;
    }

    private ProcessSpec Spec(IReadOnlyList<string> words) => new()
    {
        FileName = program, Arguments = [.. words, .. settings], WorkingDirectory = folder, StopTimeout = StopMost,
        OnOutput = Keep, OnError = Keep,
    };

    private void Keep(string line)
    {
        lock (_gate) File.AppendAllText(LogFile, line + "\n");
    }
}
