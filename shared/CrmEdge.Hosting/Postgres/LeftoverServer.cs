using CrmEdge.Hosting.Processes;

namespace CrmEdge.Hosting.Postgres;

/// <summary>A server whose owner was killed: it is ended before a new one starts, so that a folder never has two.</summary>
internal static class LeftoverServer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>From polite to final. SIGKILL is not among them: it would leave the server's children behind.</summary>
    private static readonly (UnixSignal Signal, TimeSpan Wait)[] Steps =
    [
        (UnixSignal.Interrupt, TimeSpan.FromSeconds(20)),
        (UnixSignal.Quit, TimeSpan.FromSeconds(10)),
    ];

    /// <summary>Ends the server that runs on this data folder, if there is one.</summary>
    /// <returns>The process id of the server that was ended, or <c>null</c>.</returns>
    public static async Task<int?> StopAsync(ClusterFolder folder, TimeProvider time, CancellationToken ct)
    {
        if (Find(folder) is not { } id) return null;
        foreach (var (signal, wait) in Steps)
        {
            _ = Libc.Kill(id, (int)signal);
            var started = time.GetTimestamp();
            while (time.GetElapsedTime(started) < wait)
            {
                if (Find(folder) != id) return id;
                await Task.Delay(Pause, time, ct);
            }
        }
        throw new PrivatePostgresException(PrivatePostgresRefusal.LeftoverServer,
            $"PostgreSQL process {id} of an earlier run still holds {folder.Data} and does not end: " +
            $"end it (kill -QUIT {id}) and start again.");
    }

    /// <summary>Removes a stale postmaster.pid whose process id belongs to a stranger by now, as after a power cut or in a
    /// container, where ids come again. PostgreSQL itself would take the stranger for its predecessor and refuse.</summary>
    public static void ForgetStranger(ClusterFolder folder)
    {
        if (folder.Postmaster() is not { } file || !ProcessTable.IsAlive(file.ServerId) || Find(folder) is not null) return;

        // The file also guards against the orphaned children of a killed server: while one lives it must stay.
        var data = folder.RealData();
        var orphans = ProcessTable.Ids().Any(id => ProcessTable.ReadOrEmpty($"/proc/{id}/comm").Trim() == "postgres"
            && ProcessTable.WorkingFolder(id) == data);
        if (!orphans) File.Delete(folder.PostmasterFile);
    }

    /// <summary>The live server on this folder. A stale postmaster.pid may name a process of somebody else by now, so the
    /// process must also stand in our data folder, as every server does.</summary>
    private static int? Find(ClusterFolder folder)
    {
        if (folder.Postmaster() is not { } file || !ProcessTable.IsAlive(file.ServerId)) return null;
        var standsIn = ProcessTable.WorkingFolder(file.ServerId);
        return standsIn == folder.RealData() ? file.ServerId : null;
    }
}
