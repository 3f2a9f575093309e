using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Tests.Ledger;

/// <summary>One database and the roles that may log in to it.</summary>
internal sealed class LedgerDatabase(DatabaseLogins logins, string superuser) : IAsyncDisposable
{
    public NpgsqlDataSource Migrator { get; } = NpgsqlDataSource.Create(logins.Migrator);

    public NpgsqlDataSource Ledger { get; } = NpgsqlDataSource.Create(logins.Ledger);

    public NpgsqlDataSource Superuser { get; } = NpgsqlDataSource.Create(superuser);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Superuser.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Migrator.DisposeAsync();
        await Ledger.DisposeAsync();
        await Superuser.DisposeAsync();
    }
}
