namespace CrmEdge.Hosting.Processes;

/// <summary>A short command run to its end.</summary>
/// <param name="ExitCode">0, or what went wrong.</param>
/// <param name="Output">Its last lines on both streams, oldest first.</param>
internal sealed record CommandRun(int ExitCode, IReadOnlyList<string> Output)
{
    private const int LinesMax = 50;

    /// <summary>The output as one line.</summary>
    public string Text => string.Join(" | ", Output.Select(line => line.Trim()).Where(line => line.Length > 0));

    /// <summary>Runs the command; cancelling kills it.</summary>
    public static async Task<CommandRun> RunAsync(ProcessSpec spec, TimeProvider time, CancellationToken ct)
    {
        var lines = new Queue<string>();
        void Keep(string line)
        {
            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > LinesMax) lines.Dequeue();
            }
        }

        await using var process = ManagedProcess.Start(
            spec with { OnOutput = Keep, OnError = Keep, StopSignal = UnixSignal.Kill }, time);
        var code = await process.Exited.WaitAsync(ct);
        lock (lines) return new CommandRun(code, [.. lines]);
    }
}
