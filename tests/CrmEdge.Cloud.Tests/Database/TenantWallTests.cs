using System.Globalization;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Tests.Database;

/// <summary>Row-level security, as the database's own catalogue tells it and as raw SQL meets it.</summary>
public sealed class TenantWallTests(CloudHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_leads_its_key_with_the_tenant_and_is_under_a_forced_policy()
    {
        var tables = await TablesAsync();
        Assert.Contains("contact", tables);
        var walled = await host.SqlAsync("""
            SELECT c.relname FROM pg_class c
            JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] AND a.attname = 'tenant'
                AND a.atttypid = 'uuid'::regtype AND a.attnotnull
            JOIN pg_policy p ON p.polrelid = c.oid AND p.polcmd = '*'
                AND pg_get_expr(p.polqual, c.oid) = pg_get_expr(p.polwithcheck, c.oid)
                AND pg_get_expr(p.polqual, c.oid) LIKE '(tenant = (NULLIF(current_setting(''crmedge.tenant''%'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity
            """);
        Assert.Empty(tables.Except(walled.Split('\n')));
    }

    [Fact]
    public async Task The_api_role_sees_nothing_without_a_tenant_and_nothing_of_another()
    {
        var business = await host.NewBusinessAsync();
        await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada" });
        foreach (var table in await TablesAsync())
        {
            Assert.Equal(0, await CountAsync(table, tenant: null));
            Assert.Equal(0, await CountAsync(table, host.NewId()));
            // As some tenant it sees that tenant's rows, though the statement asks for all.
            Assert.Equal(
                long.Parse(await host.SqlAsync($"SELECT count(*) FROM {table} WHERE tenant = '{business.LiveTenant}'"),
                    CultureInfo.InvariantCulture),
                await CountAsync(table, business.LiveTenant));
        }
        Assert.Equal(1, await CountAsync("contact", business.LiveTenant));
    }

    [Fact]
    public async Task The_api_role_cannot_write_a_row_of_another_tenant()
    {
        await using var session = await TenantSession.OpenAsync(host.Databases, Platform.TestTenant, Ct);
        await using var command = session.Command("""
            INSERT INTO product_group (tenant, id, kind, name) VALUES ($1, $2, 'TYPE', 'x')
            """).With(Platform.LiveTenant).With(host.NewId());
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_tenant_of_one_transaction_is_forgotten_by_the_next_on_the_same_connection()
    {
        await using var connection = await host.Databases.Api.OpenConnectionAsync(Ct);
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await using var enter = new NpgsqlCommand("SELECT set_config('crmedge.tenant', $1, true)", connection)
                .With(Platform.LiveTenant.ToString());
            await enter.ExecuteNonQueryAsync(Ct);
            await transaction.CommitAsync(Ct);
        }
        await using var count = new NpgsqlCommand("SELECT count(*) FROM tenant", connection);
        Assert.Equal(0L, await count.ExecuteScalarAsync(Ct));
    }

    [Theory]
    [InlineData("SELECT * FROM crmedge_system.migration")]
    [InlineData("UPDATE audit SET action = 'x'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("DELETE FROM api_key")]
    [InlineData("DELETE FROM tenant_key")]
    [InlineData("ALTER TABLE contact DISABLE ROW LEVEL SECURITY")]
    [InlineData("SET ROLE crmedge_migrator")]
    [InlineData("CREATE TABLE mine (a int)")]
    public async Task The_api_role_may_not(string sql) => await RefusedAsync(host.Databases.Api, sql);

    [Theory]
    [InlineData("INSERT INTO contact (tenant) VALUES (gen_random_uuid())")]
    [InlineData("UPDATE contact SET code = 'x'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("UPDATE crmedge_system.migration SET name = 'x'")]
    public async Task The_ledger_role_may_not(string sql) => await RefusedAsync(host.Databases.Ledger, sql);

    [Fact]
    public async Task The_ledger_role_deletes_no_fact_but_refusals_and_applied_records_past_their_time_and_empties_no_table()
    {
        var deletable = await host.SqlAsync("""
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                AND has_table_privilege('crmedge_ledger', oid, 'INSERT')
                AND NOT has_table_privilege('crmedge_ledger', oid, 'UPDATE')
                AND has_table_privilege('crmedge_ledger', oid, 'DELETE')
            ORDER BY relname
            """);
        Assert.Equal(["inbox", "ledger_refusal"], deletable.Split('\n'));
        var emptied = await host.SqlAsync("""
            SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                AND (has_table_privilege('crmedge_ledger', oid, 'TRUNCATE') OR has_table_privilege('crmedge_api', oid, 'TRUNCATE'))
            """);
        Assert.Equal("0", emptied);
    }

    private static async Task RefusedAsync(NpgsqlDataSource role, string sql)
    {
        await using var command = role.CreateCommand(sql);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private async Task<IReadOnlyList<string>> TablesAsync() =>
        (await host.SqlAsync("""
            SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1
            """)).Split('\n');

    private async Task<long> CountAsync(string table, Guid? tenant)
    {
        await using var connection = await host.Databases.Api.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        if (tenant is { } set)
        {
            await using var enter = new NpgsqlCommand("SELECT set_config('crmedge.tenant', $1, true)", connection)
                .With(set.ToString());
            await enter.ExecuteNonQueryAsync(Ct);
        }
        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {table}", connection);
        return (long)(await count.ExecuteScalarAsync(Ct))!;
    }
}
