using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CrmEdge.Cloud.Tests.Database;

/// <summary>EF Core's idea of the schema against the migrated one.</summary>
public sealed class ModelTests(CloudHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_model_has_exactly_the_columns_of_each_table_it_maps()
    {
        var mapped = await MappedAsync();
        var real = await ColumnsAsync(mapped.Select(m => m.GetTableName()!));
        var modelled = mapped.SelectMany(entity => entity.GetProperties()
            .Where(p => p.Name != "xmin")
            .Select(p => $"{entity.GetTableName()}.{p.GetColumnName()} {p.GetColumnType()} " +
                (p.IsNullable ? "null" : "not null")));
        Assert.Equal(real.Order(StringComparer.Ordinal), modelled.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_mapped_table_is_checked_by_version_and_filtered_by_tenant()
    {
        foreach (var entity in await MappedAsync())
        {
            Assert.Contains(entity.GetProperties(), p => p is { Name: "xmin", IsConcurrencyToken: true });
            Assert.Single(entity.GetDeclaredQueryFilters());
            Assert.Equal("Tenant", entity.FindPrimaryKey()!.Properties[0].Name);
        }
    }

    [Fact]
    public async Task No_table_of_a_partition_is_mapped()
    {
        var writable = (await host.SqlAsync("""
            SELECT table_name FROM information_schema.role_table_grants
            WHERE grantee = 'crmedge_api' AND table_schema = 'public' AND privilege_type = 'INSERT'
            """)).Split('\n');
        Assert.Empty((await MappedAsync()).Select(m => m.GetTableName()).Except(writable));
    }

    private async Task<IReadOnlyList<IEntityType>> MappedAsync()
    {
        await using var session = await TenantSession.OpenAsync(host.Databases, Platform.LiveTenant, Ct);
        await using var db = new BackOfficeDb(BackOffice.Options(session), Platform.LiveTenant);
        var mapped = db.Model.GetEntityTypes().ToList();
        Assert.NotEmpty(mapped);
        return mapped;
    }

    private async Task<IReadOnlyList<string>> ColumnsAsync(IEnumerable<string> tables) => (await host.SqlAsync($"""
        SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' not null' ELSE ' null' END
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
            AND c.relname IN ({string.Join(", ", tables.Select(t => $"'{t}'"))})
        """)).Split('\n');
}
