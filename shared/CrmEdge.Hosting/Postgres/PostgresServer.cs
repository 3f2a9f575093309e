using System.Collections.Concurrent;
using System.Globalization;
using CrmEdge.Hosting.Processes;
using Microsoft.Extensions.Logging;

namespace CrmEdge.Hosting.Postgres;

/// <summary>Starts one server process and says when it takes connections.</summary>
internal sealed partial class PostgresServer(
    ClusterFolder folder, ServerAccount account, PrivatePostgresOptions options, string socketFolder,
    TimeProvider time, ILogger logger)
{
    private const int LinesKept = 20;
    private static readonly TimeSpan ReadyPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan HeldPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan HeldMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="programs">The installation that fits the data.</param>
    /// <param name="port">The TCP port and the socket's number.</param>
    /// <param name="ct">Cancelled: the half-started server is ended.</param>
    /// <exception cref="PrivatePostgresException">It ended, or took too long.</exception>
    public async Task<ManagedProcess> StartAsync(PostgresPrograms programs, int port, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (await LeftoverServer.StopAsync(folder, time, ct) is { } ended) Log.LeftoverEnded(logger, ended);
            LeftoverServer.ForgetStranger(folder);
            var last = new ConcurrentQueue<string>();
            var process = Launch(programs, port, last);
            try
            {
                if (await IsReadyAsync(process, started, ct)) return process;
            }
            catch
            {
                await process.DisposeAsync();
                throw;
            }
            await process.DisposeAsync();

            // The children of a killed server hold the data for about a second more, and nothing but waiting helps.
            var held = last.Any(l => l.Contains("already exists", StringComparison.Ordinal)
                || l.Contains("pre-existing shared memory", StringComparison.Ordinal));
            if (!held || time.GetElapsedTime(started) > HeldMax) throw Failed(last, port);
            await Task.Delay(HeldPause, time, ct);
        }
    }

    /// <summary>Whether that port is what stopped the server, so that another would do.</summary>
    public static bool IsPortTaken(PrivatePostgresException refused) =>
        refused.Message.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal)
        || refused.Message.Contains("Address already in use", StringComparison.Ordinal);

    private ManagedProcess Launch(PostgresPrograms programs, int port, ConcurrentQueue<string> last) =>
        ManagedProcess.Start(new ProcessSpec
        {
            FileName = programs.Server,
            Arguments =
            [
                "-D", folder.Data, "-p", port.ToString(CultureInfo.InvariantCulture),
                .. Settings().SelectMany(s => new[] { "-c", $"{s.Key}={s.Value}" }),
            ],
            UserName = account.Name,
            CleanEnvironment = true,
            StopSignal = UnixSignal.Interrupt,
            StopTimeout = StopTimeout,
            OnError = line => Take(line, last),
        }, time);

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = $"\"{socketFolder}\"",
            ["unix_socket_permissions"] = "0700",
            ["max_connections"] = options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["shared_buffers"] = string.Create(CultureInfo.InvariantCulture, $"{options.SharedBuffersMegabytes}MB"),
            ["effective_cache_size"] = string.Create(CultureInfo.InvariantCulture, $"{options.SharedBuffersMegabytes * 3L}MB"),
            ["work_mem"] = "8MB",
            ["maintenance_work_mem"] = "64MB",
            ["max_wal_size"] = "2GB",
            ["min_wal_size"] = "128MB",
            ["random_page_cost"] = "1.1",
            ["jit"] = "off",
            ["timezone"] = "UTC",
            ["fsync"] = "on",
            ["full_page_writes"] = "on",
            ["synchronous_commit"] = "on",
            ["logging_collector"] = "off",
            ["log_destination"] = "stderr",
            ["log_line_prefix"] = "",

            // Details and statements quote row contents, which are personal data.
            ["log_error_verbosity"] = "terse",
            ["log_min_error_statement"] = "panic",
            ["log_checkpoints"] = "off",
        };
        foreach (var (name, value) in options.Settings) settings[name] = value;
        return settings;
    }

    private async Task<bool> IsReadyAsync(ManagedProcess process, long started, CancellationToken ct)
    {
        while (!process.HasExited)
        {
            if (folder.Postmaster() is { IsReady: true } file && file.ServerId == process.Id) return true;
            if (time.GetElapsedTime(started) > options.StartTimeout)
                throw new PrivatePostgresException(PrivatePostgresRefusal.StartTimedOut,
                    $"PostgreSQL was not ready after {options.StartTimeout.TotalSeconds:0} s: it may still be recovering; " +
                    $"start again with a larger {nameof(PrivatePostgresOptions.StartTimeout)}.");
            await Task.Delay(ReadyPause, time, ct);
        }
        await process.Exited;
        return false;
    }

    private static PrivatePostgresException Failed(IEnumerable<string> lines, int port) =>
        new(PrivatePostgresRefusal.StartFailed,
            $"PostgreSQL did not start on port {port}, it said: {string.Join(" | ", lines.Where(l => l.Length > 0))}");

    private void Take(string line, ConcurrentQueue<string> last)
    {
        last.Enqueue(line);
        while (last.Count > LinesKept) last.TryDequeue(out _);
        var level = LevelOf(line);
        Log.ServerSaid(logger, level, line);
    }

    /// <summary>ERROR is a client's failed statement and the client's to report; FATAL ends one connection; PANIC all.</summary>
    private static LogLevel LevelOf(string line) => line.Split(':', 2)[0] switch
    {
        "PANIC" => LogLevel.Error,
        "FATAL" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Information,
        _ => LogLevel.Debug,
    };

    private static partial class Log
    {
        [LoggerMessage(1210, LogLevel.Warning,
            "PostgreSQL process {ServerId} of an earlier run was still there and has been stopped")]
        public static partial void LeftoverEnded(ILogger logger, int serverId);

        [LoggerMessage(EventId = 1211, Message = "postgres: {Line}")]
        public static partial void ServerSaid(ILogger logger, LogLevel level, string line);
    }
}
