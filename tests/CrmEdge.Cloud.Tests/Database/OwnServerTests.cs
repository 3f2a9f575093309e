using System.Net;
using CrmEdge.Cloud.Host;
using CrmEdge.Cloud.Host.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmEdge.Cloud.Tests.Database;

/// <summary>A PostgreSQL that an operator set up with deploy/postgres/roles.sql, and what callers are told when it is away.</summary>
public sealed class OwnServerTests : IAsyncLifetime
{
    private static readonly int[] OutagesOfOtherParts = [.. Enumerable.Range(3100, 100), .. Enumerable.Range(3300, 700)];

    private readonly TestPostgres _postgres = new();
    private readonly TempFolder _folder = new();
    private readonly TestLogs _logs = new TestLogs().Expect(OutagesOfOtherParts);

    public ValueTask InitializeAsync() => _postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _folder.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task The_host_serves_on_roles_that_roles_sql_made_and_says_503_while_the_server_is_away()
    {
        await RunRolesSqlAsync();
        CloudHost.NewKeyFile(_folder["keys", "host.keys"]).Init();
        await using var app = Program.Build(
        [
            $"--Keys:File={_folder["keys", "host.keys"]}", $"--Database:Migrator={Login("migrator")}",
            $"--Database:Api={Login("api")}", $"--Database:Ledger={Login("ledger")}",
            "--Listen:rest:Port=0", "--Listen:operations:Port=0",
        ], builder => builder.Logging.ClearProviders().AddProvider(_logs));
        await app.StartAsync(TestContext.Current.CancellationToken);
        var rest = app.Services.GetRequiredService<Listeners>().EndPointOf(Listeners.Rest);
        var admin = new ApiClient(new Uri($"http://{rest}"),
            (await File.ReadAllTextAsync(_folder["keys", "admin.key"], TestContext.Current.CancellationToken)).Trim());
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("organisations")).Status);
        await _postgres.Cluster.DisposeAsync();
        var answer = await admin.GetAsync("organisations");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "CRM.EXCEPTIONS.SERVICEUNAVAILABLEEXCEPTION"), (answer.Status, answer.Error));
        Assert.NotNull(answer.Headers.RetryAfter);
        await app.StopAsync(CancellationToken.None);
    }

    private string Login(string role) => new NpgsqlConnectionStringBuilder(_postgres.Cluster.ConnectionString("crmedge"))
    {
        Username = $"crmedge_{role}", Password = $"{role}-pw",
    }.ConnectionString;

    private async Task RunRolesSqlAsync()
    {
        var to = new NpgsqlConnectionStringBuilder(_postgres.Cluster.ConnectionString());
        var run = await TestProcess.RunAsync(new ProcessPlan(Path.Combine(_postgres.Cluster.ProgramFolder, "psql"),
            "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", "migrator_password=migrator-pw", "-v", "api_password=api-pw",
            "-v", "ledger_password=ledger-pw", "-f", Path.Combine(Repo.Root, "deploy", "postgres", "roles.sql"))
        {
            Environment = new Dictionary<string, string>
            {
                ["PGHOST"] = to.Host!, ["PGPORT"] = $"{to.Port}", ["PGUSER"] = to.Username!, ["PGPASSWORD"] = to.Password!,
                ["PGDATABASE"] = "postgres",
            },
        });
        Assert.True(await run.Exited == 0, string.Join('\n', run.Errors));
    }
}
