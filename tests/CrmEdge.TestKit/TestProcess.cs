using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Processes;
using Xunit;

namespace CrmEdge.TestKit;

/// <summary>A real process under test: ours or a peer. Its output goes to files; after disposal neither it nor anything it
/// started is alive.</summary>
public sealed class TestProcess : IAsyncDisposable
{
    private const string Mark = "CRMEDGE_TEST_PROCESS";
    private const int MarkBytes = 12;
    private const int LinesShown = 40;

    private readonly ManagedProcess _process;
    private readonly ProcessPlan _plan;
    private readonly TempFolder? _ownFolder;
    private readonly LineLog _output;
    private readonly LineLog _errors;
    private readonly string _mark = Convert.ToHexString(RandomNumberGenerator.GetBytes(MarkBytes));

    private TestProcess(ProcessPlan plan)
    {
        _plan = plan;
        _ownFolder = plan.LogFolder is null ? new TempFolder() : null;
        var folder = Directory.CreateDirectory(plan.LogFolder ?? _ownFolder!.Path).FullName;
        _output = new LineLog(Path.Combine(folder, "stdout.log"));
        _errors = new LineLog(Path.Combine(folder, "stderr.log"));
        try
        {
            _process = ManagedProcess.Start(Spec(plan), Ambient.Time);
        }
        catch
        {
            CloseLogs();
            throw;
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The exit code, once its output is read to the end; 128 plus the signal when one ended it.</summary>
    public Task<int> Exited => _process.Exited;

    public IReadOnlyList<string> Output => _output.Lines;

    public IReadOnlyList<string> Errors => _errors.Lines;

    public static TestProcess Start(ProcessPlan plan) => new(plan);

    /// <summary>Runs a program to its end; fails when it takes longer than <paramref name="within"/>.</summary>
    public static async Task<TestProcess> RunAsync(ProcessPlan plan, TimeSpan? within = null)
    {
        await using var process = new TestProcess(plan);
        await process.Exited.InTimeAsync(within, $"the end of {plan.FileName} {string.Join(' ', plan.Arguments)}");
        return process;
    }

    /// <summary>Waits for a line, on either stream, with the text in it. Fails at once when the process ends without.</summary>
    public Task<string> LineAsync(string containing, TimeSpan? within = null) =>
        ReadyAsync($"a line with '{containing}'",
            () => _output.Find(containing) ?? _errors.Find(containing), within);

    /// <summary>Waits until a file exists and returns its text.</summary>
    public Task<string> FileAsync(string path, TimeSpan? within = null) =>
        ReadyAsync($"file {path}", () => File.Exists(path) ? File.ReadAllText(path) : null, within);

    /// <summary>Waits until something accepts connections on a loopback port.</summary>
    public Task PortAsync(int port, TimeSpan? within = null) =>
        ReadyAsync($"port {port}", () => Accepts(port) ? "open" : null, within);

    /// <summary>SIGKILL to this process alone: what it started lives on, as after a crash.</summary>
    public async Task<int> KillAsync()
    {
        _process.Send(UnixSignal.Kill);
        return await Exited.InTimeAsync();
    }

    public void Send(UnixSignal signal) => _process.Send(signal);

    /// <summary>Asks it to end, as systemd would, and returns its exit code.</summary>
    public Task<int> StopAsync() => _process.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>What this process and everything it started, and that still runs, is made of: process ids.</summary>
    public IReadOnlyList<int> Family() => [.. ProcessTable.Ids().Where(IsMarked)];

    public async ValueTask DisposeAsync()
    {
        _process.Send(UnixSignal.Continue);
        await _process.DisposeAsync();
        await Eventually.HoldsAsync($"the end of everything {_plan.FileName} started",
            () => ValueTask.FromResult(KillFamily()), gone => gone, alsoAfterCancellation: true);
        CloseLogs();
    }

    private ProcessSpec Spec(ProcessPlan plan) => new()
    {
        FileName = plan.FileName,
        Arguments = plan.Arguments,
        Environment = new Dictionary<string, string>(plan.Environment) { [Mark] = _mark },
        UserName = plan.UserName,
        WorkingDirectory = plan.WorkingDirectory,
        StopSignal = plan.StopSignal,
        OnOutput = _output.Add,
        OnError = _errors.Add,
    };

    private void CloseLogs()
    {
        _output.Dispose();
        _errors.Dispose();
        _ownFolder?.Dispose();
    }

    private async Task<string> ReadyAsync(string what, Func<string?> look, TimeSpan? within)
    {
        var seen = await Eventually.HoldsAsync(what, () => ValueTask.FromResult((Found: look(), Ended: Exited.IsCompleted)),
            s => s.Found is not null || s.Ended, within);
        if ((seen.Found ?? look()) is { } found) return found;
        Assert.Fail($"{_plan.FileName} ended with {await Exited} before: {what}.\n{Tail()}");
        return "";
    }

    private string Tail() =>
        string.Join('\n', _output.Lines.TakeLast(LinesShown).Concat(_errors.Lines.TakeLast(LinesShown)));

    private bool KillFamily()
    {
        var family = Family();
        foreach (var id in family) _ = Libc.Kill(id, (int)UnixSignal.Kill);
        return family.Count == 0;
    }

    /// <summary>Every descendant inherits the environment, also one whose parent is gone.</summary>
    private bool IsMarked(int id) =>
        ProcessTable.ReadOrEmpty($"/proc/{id}/environ").Contains(_mark, StringComparison.Ordinal);

    private static bool Accepts(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
