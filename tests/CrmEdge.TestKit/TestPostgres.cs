using System.Data.Common;
using System.Globalization;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Postgres;
using Xunit;

namespace CrmEdge.TestKit;

/// <summary>A real PostgreSQL for tests, as a fixture (class, collection or assembly): one cluster, and as many databases
/// as tests ask for. It is stopped and deleted at the end.</summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly TestLogs _logs = new();
    private PrivatePostgres? _cluster;
    private int _databases;

    /// <summary>The running cluster.</summary>
    public PrivatePostgres Cluster => _cluster ?? throw new InvalidOperationException("The cluster is not started yet.");

    public async ValueTask InitializeAsync() => _cluster = await PrivatePostgres.StartAsync(
        new PrivatePostgresOptions { Folder = _folder["pg"], SharedBuffersMegabytes = 64, MaxConnections = 200 },
        Ambient.Time, _logs.For<PrivatePostgres>(), TestContext.Current.CancellationToken);

    /// <summary>Makes an empty database, or a copy of one nobody is connected to, and returns its connection string.</summary>
    public async Task<string> NewDatabaseAsync(string template = "template0")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await QueryAsync(Cluster, $"CREATE DATABASE {name} TEMPLATE {template}");
        return Cluster.ConnectionString(name);
    }

    /// <summary>Runs one statement through psql, an independent client, and returns what it prints (rows, unaligned).</summary>
    public static Task<string> QueryAsync(PrivatePostgres cluster, string sql, bool tcp = false, string database = "postgres") =>
        QueryAsync(cluster.ProgramFolder, tcp ? cluster.TcpConnectionString(database) : cluster.ConnectionString(database), sql);

    /// <summary>Runs one statement through psql against any connection string; fails the test when psql does.</summary>
    public static async Task<string> QueryAsync(string programFolder, string connectionString, string sql)
    {
        var to = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var run = await TestProcess.RunAsync(new ProcessPlan(Path.Combine(programFolder, "psql"),
            "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql)
        {
            Environment = new Dictionary<string, string>
            {
                ["PGHOST"] = (string)to["Host"],
                ["PGPORT"] = (string)to["Port"],
                ["PGUSER"] = (string)to["Username"],
                ["PGPASSWORD"] = (string)to["Password"],
                ["PGDATABASE"] = (string)to["Database"],
            },
        });
        Assert.True(await run.Exited == 0, string.Join('\n', run.Errors));
        return string.Join('\n', run.Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        _folder.Dispose();
        _logs.Dispose();
    }
}
