using System.Globalization;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Postgres;
using CrmEdge.Hosting.Processes;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Hosting;

public sealed class PrivatePostgresTests : IDisposable
{
    private const int DiedEvent = 1201;

    private readonly TempFolder _folder = new();
    private readonly TestLogs _logs = new();

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>The account the server runs as when it is not ours.</summary>
    private static string? ServerUser => IsRoot ? "postgres" : null;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _logs.Dispose();
    }

    private Task<PrivatePostgres> StartAsync(string folder = "pg", Action<PrivatePostgresOptions>? change = null)
    {
        var options = new PrivatePostgresOptions { Folder = _folder[folder], SharedBuffersMegabytes = 32 };
        change?.Invoke(options);
        return PrivatePostgres.StartAsync(options, Ambient.Time, _logs.For<PrivatePostgres>(), Ct);
    }

    [Fact]
    public async Task A_cold_start_makes_a_durable_utc_database_reachable_by_socket_and_by_tcp()
    {
        await using var cluster = await StartAsync();
        Assert.Equal("1", await TestPostgres.QueryAsync(cluster, "SELECT 1"));
        Assert.Equal("127.0.0.1/32", await TestPostgres.QueryAsync(cluster, "SELECT inet_client_addr()::cidr", tcp: true));
        Assert.Equal("on|on|on|UTC|UTF8|on|scram-sha-256", await TestPostgres.QueryAsync(cluster, """
            SELECT concat_ws('|', current_setting('fsync'), current_setting('synchronous_commit'),
                current_setting('full_page_writes'), current_setting('TimeZone'), current_setting('server_encoding'),
                current_setting('data_checksums'), current_setting('password_encryption'))
            """));
        Assert.Equal(PrivatePostgresState.Running, cluster.State);
    }

    [Fact]
    public async Task No_connection_is_let_in_without_the_password()
    {
        await using var cluster = await StartAsync();
        foreach (var host in new[] { cluster.SocketFolder, "127.0.0.1" })
        {
            var psql = Path.Combine(cluster.ProgramFolder, "psql");
            var run = await TestProcess.RunAsync(new ProcessPlan(psql, "-X", "-w", "-c", "SELECT 1")
            {
                Environment = new Dictionary<string, string>
                {
                    ["PGHOST"] = host,
                    ["PGPORT"] = cluster.Port.ToString(CultureInfo.InvariantCulture),
                    ["PGUSER"] = "crmedge",
                    ["PGDATABASE"] = "postgres",
                    ["PGPASSWORD"] = "guess",
                },
            });
            Assert.Equal(2, await run.Exited);
            Assert.Contains(run.Errors, line => line.Contains("password authentication failed", StringComparison.Ordinal));
        }
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(_folder["pg", "password"]).UnixFileMode);
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(owner, new DirectoryInfo(_folder["pg", "data"]).UnixFileMode);
        Assert.Equal(owner, new DirectoryInfo(_folder["pg", "run"]).UnixFileMode);
    }

    [Fact]
    public async Task A_warm_start_finds_the_data_and_the_password_again_and_is_fast()
    {
        string first;
        await using (var cold = await StartAsync())
        {
            await TestPostgres.QueryAsync(cold, "CREATE TABLE kept AS SELECT 42 AS n");
            first = cold.ConnectionString();
        }
        var watch = Ambient.Time.GetTimestamp();
        await using var warm = await StartAsync(change: o => o.Port = FreePort.Take());
        var took = Ambient.Time.GetElapsedTime(watch);
        TestContext.Current.SendDiagnosticMessage("warm start {0:0} ms", took.TotalMilliseconds);
        Assert.True(took < TimeSpan.FromSeconds(5), $"a warm start took {took}");
        Assert.Equal("42", await TestPostgres.QueryAsync(warm, "SELECT n FROM kept"));
        Assert.Contains(first.Split(';').Single(p => p.StartsWith("password", StringComparison.OrdinalIgnoreCase)),
            warm.ConnectionString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_the_server_in_order_and_frees_folder_and_socket()
    {
        var cluster = await StartAsync();
        await cluster.DisposeAsync();
        Assert.False(ProcessTable.IsAlive(cluster.ServerId));
        Assert.False(File.Exists(_folder["pg", "data", "postmaster.pid"]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["pg", "run"]));
        Assert.Equal(PrivatePostgresState.Stopped, cluster.State);
        Assert.Equal(PrivatePostgresRefusal.Stopped,
            (await Assert.ThrowsAsync<PrivatePostgresException>(() => cluster.EnsureRunningAsync(Ct))).Refusal);
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_server_is_back_on_the_same_address_with_every_committed_row()
    {
        await using var cluster = await StartAsync();
        var (address, dead) = (cluster.ConnectionString(), cluster.ServerId);
        await TestPostgres.QueryAsync(cluster, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
        for (var round = 1; round <= 2; round++)
        {
            Assert.Equal(0, Libc.Kill(cluster.ServerId, (int)UnixSignal.Kill));
            await Eventually.IsTrueAsync(() => _logs.Count(DiedEvent) >= round);
            await cluster.EnsureRunningAsync(Ct).InTimeAsync();
            Assert.NotEqual(dead, cluster.ServerId);
            dead = cluster.ServerId;
            Assert.Equal(address, cluster.ConnectionString());
            Assert.Equal("1000", await TestPostgres.QueryAsync(cluster, "SELECT count(*) FROM kept"));
            Assert.True((await cluster.CheckAsync(Ct)).IsReady);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_its_owner_is_killed_the_server_ends_and_the_next_owner_finds_every_row(bool startsOnlyThen)
    {
        await using (var cold = await StartAsync()) await TestPostgres.QueryAsync(cold, "CREATE TABLE kept AS SELECT 42 AS n");
        await using var first = TestProcess.Start(HelperProcess.Plan("private-postgres", _folder["pg"]));
        var server = int.Parse((await first.LineAsync("ready ")).Split(' ')[2], CultureInfo.InvariantCulture);
        await first.KillAsync();

        // The kernel has told the server; a new owner must get through while it is still ending, too.
        if (startsOnlyThen) await Eventually.IsTrueAsync(() => !ProcessTable.IsAlive(server));
        await using var second = await StartAsync();
        Assert.False(ProcessTable.IsAlive(server));
        Assert.Equal("42", await TestPostgres.QueryAsync(second, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task A_server_that_outlived_its_owner_is_stopped_before_a_new_one_starts()
    {
        var old = await StartAsync();
        await TestPostgres.QueryAsync(old, "CREATE TABLE kept AS SELECT 42 AS n");
        var programs = old.ProgramFolder;
        await old.DisposeAsync();

        // No owner and no lock: what is left when a machine has no setpriv.
        await using var stray = TestProcess.Start(new ProcessPlan(Path.Combine(programs, "postgres"),
            "-D", _folder["pg", "data"], "-p", FreePort.Take().ToString(), "-k", _folder["pg", "run"], "-c", "listen_addresses=")
        {
            UserName = ServerUser,
        });
        await stray.LineAsync("ready to accept connections");
        await using var cluster = await StartAsync();
        Assert.Equal(0, await stray.Exited.InTimeAsync());
        Assert.Equal("42", await TestPostgres.QueryAsync(cluster, "SELECT n FROM kept"));
        Assert.Equal(1, _logs.Count(1210));
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_a_stranger_harms_nobody()
    {
        await (await StartAsync()).DisposeAsync();
        await using var stranger = TestProcess.Start(new ProcessPlan("sleep", "600") { UserName = ServerUser });
        var pidFile = _folder["pg", "data", "postmaster.pid"];
        await File.WriteAllTextAsync(pidFile, $"{stranger.Id}\n{_folder["pg", "data"]}\n1\n5432\n\n\n0 0\n", Ct);
        if (ServerUser is not null) ServerAccountOf(ServerUser).Own(pidFile);
        await using var cluster = await StartAsync();
        Assert.False(stranger.HasExited);
    }

    [Fact]
    public async Task Two_owners_of_one_folder_are_refused_by_name_in_one_process_and_in_two()
    {
        await using (await StartAsync())
        {
            var refused = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync());
            Assert.Equal(PrivatePostgresRefusal.FolderInUse, refused.Refusal);
            Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
            var other = await TestProcess.RunAsync(HelperProcess.Plan("private-postgres", _folder["pg"]));
            Assert.StartsWith("refused FolderInUse:", Assert.Single(other.Output), StringComparison.Ordinal);
        }
        await using var next = await StartAsync();
    }

    [Fact]
    public async Task An_ordinary_user_runs_a_cluster_of_its_own()
    {
        var user = IsRoot ? "nobody" : Environment.UserName;
        var home = _folder.Make("home");
        if (IsRoot) ServerAccountOf(user).Own(home);
        var plan = HelperProcess.Plan("private-postgres", Path.Combine(home, "pg")) with { UserName = IsRoot ? user : null };
        for (var start = 0; start < 2; start++)
        {
            await using var helper = TestProcess.Start(plan);
            var server = int.Parse((await helper.LineAsync("ready ")).Split(' ')[2], CultureInfo.InvariantCulture);
            Assert.Equal(ServerAccountOf(user).User, Libc.Owner($"/proc/{server}")!.Value.User);
            Assert.Equal(0, await helper.StopAsync());
            Assert.False(ProcessTable.IsAlive(server));
        }
    }

    [Fact]
    public async Task The_server_never_runs_as_root_and_a_closed_parent_folder_is_named()
    {
        var user = IsRoot ? "postgres" : Environment.UserName;
        await using (var cluster = await StartAsync())
            Assert.Equal(ServerAccountOf(user).User, Libc.Owner($"/proc/{cluster.ServerId}")!.Value.User);

        // An ordinary user passes its own folders; only a server that root runs as somebody else is shut out.
        if (!IsRoot) return;
        var closed = _folder.Make("closed", passable: false);
        var refused = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync("closed/pg"));
        Assert.Equal(PrivatePostgresRefusal.FolderNotUsable, refused.Refusal);
        Assert.Contains($"may not pass {closed}:", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a-folder-whose-name-alone-is-longer-than-the-107-bytes-that-a-unix-socket-address-can-hold-in-the-kernel")]
    [InlineData("comma,semi;colon and blank")]
    public async Task A_path_no_socket_can_have_gets_its_socket_elsewhere(string name)
    {
        string socket;
        await using (var cluster = await StartAsync(name))
        {
            socket = cluster.SocketFolder;
            Assert.False(socket.StartsWith(_folder, StringComparison.Ordinal));
            Assert.Equal("1", await TestPostgres.QueryAsync(cluster, "SELECT 1"));
        }
        Assert.False(Directory.Exists(socket), $"{socket} was left behind");
    }

    [Fact]
    public async Task A_missing_postgresql_is_one_line_that_names_the_package()
    {
        var refused = await Assert.ThrowsAsync<PrivatePostgresException>(
            () => StartAsync(change: o => o.ProgramFolders = [_folder.Make("none")]));
        Assert.Equal(PrivatePostgresRefusal.ProgramsMissing, refused.Refusal);
        Assert.Contains("install the package postgresql ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_installed_names_that_version()
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(_folder["pg", "data", "PG_VERSION"], "11\n", Ct);
        var refused = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync());
        Assert.Equal(PrivatePostgresRefusal.ProgramsMissing, refused.Refusal);
        Assert.Contains("postgresql-11", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_anew()
    {
        Directory.CreateDirectory(_folder["pg"]);
        Directory.CreateDirectory(_folder["pg", "data.new"]);
        await File.WriteAllTextAsync(_folder["pg", "data.new", "PG_VERSION"], "15\n", Ct);
        await using var cluster = await StartAsync();
        Assert.False(Directory.Exists(_folder["pg", "data.new"]));
        Assert.Equal("1", await TestPostgres.QueryAsync(cluster, "SELECT 1"));
    }

    [Fact]
    public async Task A_lost_password_file_and_a_foreign_data_folder_are_refused_by_name()
    {
        await (await StartAsync()).DisposeAsync();
        File.Delete(_folder["pg", "password"]);
        Assert.Equal(PrivatePostgresRefusal.PasswordMissing,
            (await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync())).Refusal);

        Directory.CreateDirectory(_folder["other", "data"]);
        await File.WriteAllTextAsync(_folder["other", "password"], "x", Ct);
        if (Environment.UserName == "root") ServerAccountOf("postgres").Own(_folder["other", "data"]);
        Assert.Equal(PrivatePostgresRefusal.FolderNotUsable,
            (await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync("other"))).Refusal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_and_a_bad_setting_shows_what_the_server_said()
    {
        await using var holder = await StartAsync();
        var taken = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync("second", o => o.Port = holder.Port));
        Assert.Equal(PrivatePostgresRefusal.StartFailed, taken.Refusal);
        Assert.True(taken.MayRetry);
        Assert.Contains($"port {holder.Port}", taken.Message, StringComparison.Ordinal);

        var bad = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync("third",
            o => o.Settings = new Dictionary<string, string> { ["wal_level"] = "nonsense" }));
        Assert.Contains("wal_level", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_start_leaves_no_process_and_no_lock()
    {
        using var cut = new CancellationTokenSource();
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { Folder = _folder["pg"] }, Ambient.Time, _logs.For<PrivatePostgres>(), cut.Token));
        await using var cluster = await StartAsync();
    }

    private static ServerAccount ServerAccountOf(string name) =>
        ServerAccount.Choose(0, name, null, File.ReadAllLines("/etc/passwd"));
}
