using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Xunit;

namespace CrmEdge.SystemTests.Rpc;

/// <summary>A process a test talks to through its output lines; it does not outlive the test.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(10_000);
    private readonly StringBuilder _all = new();

    private PeerProcess(Process process) => _process = process;

    public string Output
    {
        get
        {
            lock (_all) return _all.ToString();
        }
    }

    public static PeerProcess Start(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONUNBUFFERED"] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        var peer = new PeerProcess(new Process { StartInfo = start });
        peer._process.OutputDataReceived += (_, e) => peer.Take(e.Data, toLines: true);
        peer._process.ErrorDataReceived += (_, e) => peer.Take(e.Data, toLines: false);
        peer._process.Start();
        peer._process.BeginOutputReadLine();
        peer._process.BeginErrorReadLine();
        return peer;
    }

    /// <summary>Rest of the next line that starts so.</summary>
    public async Task<string> LineAsync(string prefix)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
                if (line.StartsWith(prefix, StringComparison.Ordinal)) return line[prefix.Length..];
        }
        catch (OperationCanceledException)
        {
            // Told below, with what the process did say.
        }
        throw new InvalidOperationException($"no line '{prefix}…' from {_process.StartInfo.FileName}:\n{Output}");
    }

    /// <summary>The exit code; fails with what the process said when it does not end in time.</summary>
    public async Task<int> ExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_process.StartInfo.FileName} did not end within {patience}:\n{Output}");
        }
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(string? line, bool toLines)
    {
        if (line is null)
        {
            if (toLines) _lines.Writer.TryComplete();
            return;
        }
        lock (_all) _all.AppendLine(line);
        if (toLines) _lines.Writer.TryWrite(line);
    }
}
