using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Migrations;

namespace CrmEdge.Cloud.Tests.Database;

public sealed class MigrationTests(CloudHost host) : IDisposable
{
    private static int _databases;

    private readonly TestLogs _logs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task An_empty_database_gets_every_step_and_a_second_start_none()
    {
        await using var databases = await NewDatabaseAsync();
        var steps = Migration.Embedded();
        Assert.NotEmpty(steps);
        Assert.Equal(steps.Count, await MigrateAsync(databases, steps));
        Assert.Equal(0, await MigrateAsync(databases, steps));
    }

    [Fact]
    public async Task Many_hosts_starting_at_once_apply_each_step_once()
    {
        await using var databases = await NewDatabaseAsync();
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(databases, Migration.Embedded())));
        Assert.Equal(Migration.Embedded().Count, applied.Sum());
    }

    [Fact]
    public async Task A_newer_schema_is_refused_by_its_name()
    {
        await using var databases = await NewDatabaseAsync();
        IReadOnlyList<Migration> newer = [.. Migration.Embedded(), new Migration(999, "from_the_future", "SELECT 1")];
        await MigrateAsync(databases, newer);
        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(databases, Migration.Embedded()));
        Assert.Equal(MigrationFault.NewerSchema, refused.Fault);
        Assert.Contains("999_from_the_future", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_whose_text_changed_after_it_was_applied_is_refused()
    {
        await using var databases = await NewDatabaseAsync();
        await MigrateAsync(databases, [new Migration(1, "first", "SELECT 1")]);
        var refused = await Assert.ThrowsAsync<MigrationException>(
            () => MigrateAsync(databases, [new Migration(1, "first", "SELECT 2")]));
        Assert.Equal(MigrationFault.ChangedStep, refused.Fault);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_and_the_steps_before_it_stay()
    {
        await using var databases = await NewDatabaseAsync();
        Migration[] steps =
            [new(1, "good", "CREATE TABLE good (a int)"), new(2, "bad", "CREATE TABLE half (a int); SELECT 1 / 0")];
        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(databases, steps));
        Assert.Equal(MigrationFault.StepFailed, refused.Fault);
        Assert.Contains("002_bad", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await MigrateAsync(databases, [steps[0], new Migration(2, "bad", "CREATE TABLE half (a int)")]));
    }

    private Task<int> MigrateAsync(Databases databases, IReadOnlyList<Migration> steps) =>
        new MigrationRunner(_logs.For<MigrationRunner>()).MigrateAsync(databases.Migrator, steps, Ct);

    private async Task<Databases> NewDatabaseAsync()
    {
        var logins = await PrivateRoles.EnsureAsync(host.Postgres.Cluster.ConnectionString(), host.Folder["roles"], Ct,
            $"migration_{Interlocked.Increment(ref _databases)}");
        var databases = new Databases();
        databases.Open(logins);
        return databases;
    }
}
