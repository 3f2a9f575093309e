using System.Data.Common;
using System.Globalization;
using CrmEdge.Hosting.Postgres;
using CrmEdge.Hosting.Processes;
using CrmEdge.TestKit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>The server that a host without connection strings runs by itself.</summary>
internal sealed class OwnDatabase : IHostDatabase
{
    private readonly TempFolder _folder = new();
    private readonly FreePort _port = FreePort.Take();

    public IReadOnlyList<string> Settings => [$"--Database:Folder={Data}", $"--Database:Port={_port}"];

    /// <summary>The postmaster's process, once it runs.</summary>
    public int ServerId
    {
        get
        {
            var file = Directory.GetFiles(Data, "postmaster.pid", SearchOption.AllDirectories).Single();
            return int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
        }
    }

    private string Data => _folder["data"];

    public Task StartAsync() => Task.CompletedTask;

    public async Task<string> QueryAsync(string sql)
    {
        var programs = await PostgresPrograms.FindAsync([], null, _ => Task.FromResult(""));
        var login = new DbConnectionStringBuilder
        {
            ["Host"] = "127.0.0.1", ["Port"] = (int)_port, ["Username"] = "crmedge_migrator", ["Database"] = "crmedge",
            ["Password"] = (await File.ReadAllTextAsync(Path.Combine(Data, "roles", "migrator.password"))).Trim(),
        };
        return await TestPostgres.QueryAsync(programs.Folder, login.ConnectionString, sql);
    }

    /// <summary>SIGKILL, as the kernel does when memory runs out.</summary>
    public static void Kill(int process) => _ = Libc.Kill(process, (int)UnixSignal.Kill);

    public ValueTask DisposeAsync()
    {
        _port.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
