using Npgsql;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>
/// One transaction as the api role with the tenant set: what row-level security lets through is that tenant's rows alone.
/// Disposed without <see cref="CommitAsync"/>, nothing remains.
/// </summary>
internal sealed class TenantSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private TenantSession(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid tenant) =>
        (_connection, _transaction, Tenant) = (connection, transaction, tenant);

    public Guid Tenant { get; private set; }

    public NpgsqlConnection Connection => _connection;

    public NpgsqlTransaction Transaction => _transaction;

    public static async Task<TenantSession> OpenAsync(Databases databases, Guid tenant, CancellationToken ct)
    {
        var connection = await databases.Api.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            var session = new TenantSession(connection, transaction, tenant);
            await session.EnterAsync(tenant, ct);
            return session;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes on as another tenant within the same transaction: for rows that several tenants must see at once.</summary>
    public async Task EnterAsync(Guid tenant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT set_config('crmedge.tenant', $1, true)", _connection, _transaction);
        command.With(tenant.ToString());
        await command.ExecuteNonQueryAsync(ct);
        Tenant = tenant;
    }

    /// <summary>A command on this session, with positional parameters.</summary>
    public NpgsqlCommand Command(string sql) => new(sql, _connection, _transaction);

    public Task CommitAsync(CancellationToken ct) => _transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
