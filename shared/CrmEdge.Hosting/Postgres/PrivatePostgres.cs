using System.Net;
using System.Net.Sockets;
using CrmEdge.Hosting.Health;
using CrmEdge.Hosting.Processes;
using Microsoft.Extensions.Logging;

namespace CrmEdge.Hosting.Postgres;

/// <summary>A PostgreSQL cluster that this process owns: made at the first start, supervised, and stopped on disposal.</summary>
/// <remarks>One process per folder, by a lock the kernel frees when we die; one server per folder, because a server left
/// by a killed process is stopped first. Port, socket and password stay the same across restarts. Thread-safe.</remarks>
public sealed partial class PrivatePostgres : IAsyncDisposable, IReadinessCheck
{
    private const int PortTries = 5;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ClusterFolder _folder;
    private readonly ClusterLock _lock;
    private readonly PostgresServer _server;
    private readonly PostgresPrograms _programs;
    private readonly string _password;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _supervising;
    private TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ManagedProcess _process;
    private bool _isUp = true;

    private PrivatePostgres(Prepared prepared, string socketFolder, PostgresServer server, int port, ManagedProcess process,
        TimeProvider time, ILogger logger)
    {
        (_folder, _lock, _programs, _password) = (prepared.Folder, prepared.Lock, prepared.Programs, prepared.Password);
        (SocketFolder, _server, Port, _process, _time, _logger) = (socketFolder, server, port, process, time, logger);
        _running.SetResult();
        _supervising = SuperviseAsync();
    }

    /// <summary>The loopback TCP port, and the number in the socket's name.</summary>
    public int Port { get; }

    /// <summary>The folder of the Unix socket; only the server's account and root may enter it.</summary>
    public string SocketFolder { get; }

    /// <summary>The folder of the server's programs, such as psql and pg_basebackup.</summary>
    public string ProgramFolder => _programs.Folder;

    /// <summary>The server's process id; another one after a restart.</summary>
    public int ServerId
    {
        get { lock (_gate) return _process.Id; }
    }

    /// <summary>What the cluster is doing.</summary>
    public PrivatePostgresState State
    {
        get
        {
            lock (_gate)
            {
                return _stopping.IsCancellationRequested ? PrivatePostgresState.Stopped
                    : _isUp ? PrivatePostgresState.Running : PrivatePostgresState.Restarting;
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "database";

    /// <summary>Starts the cluster in a folder, making it when there is none. Cold about 1 s, warm 0.1 s.</summary>
    /// <param name="options">Where and how large.</param>
    /// <param name="time">Measures waits and back-off.</param>
    /// <param name="logger">Gets what the server says.</param>
    /// <param name="ct">Cancelled: nothing keeps running.</param>
    /// <exception cref="PrivatePostgresException">Why not, and what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options, TimeProvider time, ILogger<PrivatePostgres> logger, CancellationToken ct = default)
    {
        var started = time.GetTimestamp();
        var prepared = await Prepared.MakeAsync(options, time, ct);
        try
        {
            var socketFolder = prepared.Folder.SocketFolder(ShortParent());
            ClusterFolder.MakeOwned(socketFolder, prepared.Account);
            var server = new PostgresServer(prepared.Folder, prepared.Account, options, socketFolder, time, logger);
            var (process, port) = await StartOnSomePortAsync(server, prepared.Programs, options.Port, ct);
            Log.Started(logger, prepared.Folder.Root, port, process.Id, time.GetElapsedTime(started).TotalMilliseconds);
            return new PrivatePostgres(prepared, socketFolder, server, port, process, time, logger);
        }
        catch
        {
            prepared.Lock.Dispose();
            throw;
        }
    }

    /// <summary>How to reach a database over the Unix socket. Holds the password: never log it.</summary>
    /// <param name="database">The database's name.</param>
    public string ConnectionString(string database = "postgres") =>
        ConnectionStrings.For(SocketFolder, Port, _password, database);

    /// <summary>How to reach a database over loopback TCP. Holds the password: never log it.</summary>
    /// <param name="database">The database's name.</param>
    public string TcpConnectionString(string database = "postgres") =>
        ConnectionStrings.For(IPAddress.Loopback.ToString(), Port, _password, database);

    /// <summary>Waits until the server takes connections: at once, or when a restart under way is done.</summary>
    /// <param name="ct">Bounds the wait.</param>
    /// <exception cref="PrivatePostgresException">The cluster was stopped.</exception>
    public Task EnsureRunningAsync(CancellationToken ct = default)
    {
        lock (_gate)
        {
            // The death may be a moment old and the supervisor not yet told.
            if (_isUp && _process.HasExited) MarkDown_NeedsLock();
            return _running.Task.WaitAsync(ct);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Readiness> CheckAsync(CancellationToken ct) => ValueTask.FromResult(State switch
    {
        PrivatePostgresState.Running => Readiness.Ready,
        PrivatePostgresState.Restarting => Readiness.NotReady("PostgreSQL died and is being started again.",
            "Wait; if this lasts longer than a minute, read the log lines with event 1211."),
        _ => Readiness.NotReady("PostgreSQL was stopped.", "Nothing: the process is ending."),
    });

    /// <summary>Stops the server in an orderly way and frees the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested) return;
            MarkDown_NeedsLock();
            _running.TrySetException(new PrivatePostgresException(
                PrivatePostgresRefusal.Stopped, "PostgreSQL was stopped: start us again."));
            _ = _running.Task.Exception;   // nobody need be waiting
        }
        await _stopping.CancelAsync();
        await _supervising;
        await _process.DisposeAsync();
        if (SocketFolder != _folder.Run) Directory.Delete(SocketFolder, recursive: true);
        _lock.Dispose();
        Log.Stopped(_logger);
    }

    private static async Task<(ManagedProcess Process, int Port)> StartOnSomePortAsync(
        PostgresServer server, PostgresPrograms programs, int wanted, CancellationToken ct)
    {
        for (var left = PortTries - 1; ; left--)
        {
            var port = wanted > 0 ? wanted : FreePort();
            try
            {
                return (await server.StartAsync(programs, port, ct), port);
            }
            catch (PrivatePostgresException refused) when (wanted == 0 && left > 0 && PostgresServer.IsPortTaken(refused))
            {
                // Somebody took the port between our look and the server's: look again.
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string ShortParent() =>
        Libc.EffectiveUserId() == 0 && Directory.Exists("/run") ? "/run"
        : Ambient.EnvironmentVariable("XDG_RUNTIME_DIR") is { } own && Directory.Exists(own) ? own : "/tmp";

    private async Task SuperviseAsync()
    {
        for (var deaths = 0; ; deaths++)
        {
            var started = _time.GetTimestamp();
            await Task.WhenAny(_process.Exited, Task.Delay(Timeout.InfiniteTimeSpan, _time, _stopping.Token));
            if (_stopping.IsCancellationRequested) return;
            var code = await _process.Exited;

            lock (_gate) MarkDown_NeedsLock();
            Log.Died(_logger, _process.Id, code);
            if (_time.GetElapsedTime(started) > RestartDelay.Forgiven) deaths = 0;
            if (!await RestartAsync(deaths)) return;
        }
    }

    private async Task<bool> RestartAsync(int attempt)
    {
        for (; ; attempt++)
        {
            try
            {
                await Task.Delay(RestartDelay.Before(attempt), _time, _stopping.Token);
                var next = await _server.StartAsync(_programs, Port, _stopping.Token);
                await _process.DisposeAsync();
                lock (_gate) MarkUp_NeedsLock(next);
                Log.Restarted(_logger, next.Id);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (Exception refused) when (refused is PrivatePostgresException or ProcessNotStartedException)
            {
                Log.RestartRefused(_logger, refused.Message, RestartDelay.Before(attempt + 1).TotalSeconds);
            }
        }
    }

    private void MarkDown_NeedsLock()
    {
        if (!_isUp) return;
        _isUp = false;
        _running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void MarkUp_NeedsLock(ManagedProcess next)
    {
        (_process, _isUp) = (next, true);
        _running.TrySetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(1200, LogLevel.Information,
            "PostgreSQL is ready in {Folder} on port {Port} (process {ServerId}, {Milliseconds:0} ms)")]
        public static partial void Started(ILogger logger, string folder, int port, int serverId, double milliseconds);

        [LoggerMessage(1201, LogLevel.Warning, "PostgreSQL process {ServerId} died with code {Code}; starting it again")]
        public static partial void Died(ILogger logger, int serverId, int code);

        [LoggerMessage(1202, LogLevel.Information, "PostgreSQL is ready again (process {ServerId})")]
        public static partial void Restarted(ILogger logger, int serverId);

        [LoggerMessage(1203, LogLevel.Error, "PostgreSQL could not be started again, next try in {Seconds} s: {Reason}")]
        public static partial void RestartRefused(ILogger logger, string reason, double seconds);

        [LoggerMessage(1204, LogLevel.Information, "PostgreSQL is stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
