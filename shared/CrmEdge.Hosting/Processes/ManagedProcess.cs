using System.Diagnostics;

namespace CrmEdge.Hosting.Processes;

/// <summary>A child process that cannot outlive us unnoticed: its output is always drained, it is asked to end and then
/// killed, and the kernel tells it to end should we be killed first.</summary>
/// <remarks>Thread-safe. Every child has its own session, so that Ctrl+C in a terminal reaches only the parent.</remarks>
public sealed class ManagedProcess : IAsyncDisposable
{
    /// <summary>A grandchild that keeps the pipe open must not keep us waiting for the end of the output.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly ProcessSpec _spec;
    private readonly TimeProvider _time;
    private volatile bool _ended;

    private ManagedProcess(ProcessSpec spec, TimeProvider time)
    {
        (_spec, _time) = (spec, time);
        _process = ChildLauncher.Start(spec);
        Id = _process.Id;
        _process.StandardInput.Close();
        Exited = RunAsync();
    }

    /// <summary>The child's process id. It stays readable after the end, when it may belong to somebody else.</summary>
    public int Id { get; }

    /// <summary>Completes when the child has ended and its output was read: its exit code, or 128 plus the signal that
    /// ended it. Faults only when a line handler threw.</summary>
    public Task<int> Exited { get; }

    /// <summary>Whether the child has ended.</summary>
    public bool HasExited => _ended;

    /// <summary>Starts a child.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="time">Measures the stop time-out.</param>
    /// <exception cref="ProcessNotStartedException">The program or the account is missing.</exception>
    public static ManagedProcess Start(ProcessSpec spec, TimeProvider time) => new(spec, time);

    /// <summary>Sends a signal; does nothing when the child has ended.</summary>
    /// <param name="signal">The signal.</param>
    public void Send(UnixSignal signal)
    {
        if (!_ended) _ = Libc.Kill(Id, (int)signal);
    }

    /// <summary>Asks the child to end, waits <see cref="ProcessSpec.StopTimeout"/>, then kills it and its descendants.</summary>
    /// <param name="ct">Cancelled: kill now instead of waiting.</param>
    /// <returns>The exit code, as <see cref="Exited"/>.</returns>
    public async Task<int> StopAsync(CancellationToken ct = default)
    {
        Send(_spec.StopSignal);
        try
        {
            return await Exited.WaitAsync(_spec.StopTimeout, _time, ct);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            Kill();
            return await Exited;
        }
    }

    /// <summary>Ends the child and its descendants at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It had ended between our look and the signal: that is what we wanted.
        }
        catch (AggregateException)
        {
            // A descendant ended while the tree was walked; the child itself is dead.
        }
    }

    /// <summary>Stops the child as <see cref="StopAsync"/> does.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private async Task<int> RunAsync()
    {
        var pumps = Task.WhenAll(
            LinePump.RunAsync(_process.StandardOutput, _spec.OnOutput),
            LinePump.RunAsync(_process.StandardError, _spec.OnError));
        await _process.WaitForExitAsync();
        _ended = true;
        try
        {
            await pumps.WaitAsync(DrainTimeout, _time);
        }
        catch (TimeoutException)
        {
            _process.StandardOutput.Dispose();
            _process.StandardError.Dispose();
        }
        return _process.ExitCode;
    }
}
