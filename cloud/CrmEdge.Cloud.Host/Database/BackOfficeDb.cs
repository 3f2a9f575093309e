using System.Linq.Expressions;
using CrmEdge.Cloud.Host.Catalogue;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Keys;
using CrmEdge.Cloud.Host.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>A row of one tenant, changed by back-office requests.</summary>
internal interface ITenantRow
{
    Guid Tenant { get; }
}

/// <summary>
/// Back-office resources over the migrated schema. Every query is filtered to the session's tenant, before row-level security
/// does the same again; every update is checked against the row's version (xmin).
/// </summary>
internal sealed class BackOfficeDb(DbContextOptions<BackOfficeDb> options, Guid tenant) : DbContext(options)
{
    public Guid Tenant { get; } = tenant;

    public DbSet<TenantRow> Tenants => Set<TenantRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<TenantKeyRow> TenantKeys => Set<TenantKeyRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<TapRow> Taps => Set<TapRow>();

    public DbSet<ContactRow> Contacts => Set<ContactRow>();

    public DbSet<ContactCimRow> ContactCims => Set<ContactCimRow>();

    public DbSet<ProductRow> Products => Set<ProductRow>();

    public DbSet<ProductGroupRow> ProductGroups => Set<ProductGroupRow>();

    public DbSet<ProductPriceRow> ProductPrices => Set<ProductPriceRow>();

    public DbSet<EdgeRow> Edges => Set<EdgeRow>();

    public DbSet<EdgeTapRow> EdgeTaps => Set<EdgeTapRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map<TenantRow>(modelBuilder, "tenant", keyIsTenant: true);
        Map<ApiKeyRow>(modelBuilder, "api_key");
        Map<TenantKeyRow>(modelBuilder, "tenant_key");
        modelBuilder.Entity<TenantKeyRow>().HasKey(r => new { r.Tenant, r.Purpose, r.Id });
        Map<AuditRow>(modelBuilder, "audit");
        Map<OrganisationRow>(modelBuilder, "organisation");
        Map<TapRow>(modelBuilder, "tap");
        Map<ContactRow>(modelBuilder, "contact");
        modelBuilder.Entity<ContactRow>().Property(r => r.CustomFields).HasColumnType("jsonb");
        Map<ContactCimRow>(modelBuilder, "contact_cim");
        Map<ProductRow>(modelBuilder, "product");
        Map<ProductGroupRow>(modelBuilder, "product_group");
        Map<ProductPriceRow>(modelBuilder, "product_price");
        modelBuilder.Entity<ProductPriceRow>().Property(r => r.Price).HasPrecision(20, 6);
        Map<EdgeRow>(modelBuilder, "edge");
        Map<EdgeTapRow>(modelBuilder, "edge_tap", key: r => new { r.Tenant, r.Edge, r.Tap });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties())) NameColumn(property);
    }

    private void Map<T>(
        ModelBuilder modelBuilder, string table, bool keyIsTenant = false, Expression<Func<T, object?>>? key = null)
        where T : class, ITenantRow
    {
        var entity = modelBuilder.Entity<T>();
        entity.ToTable(table);
        entity.HasQueryFilter(row => row.Tenant == Tenant);
        if (key is not null) entity.HasKey(key);
        else if (keyIsTenant) entity.HasKey(nameof(ITenantRow.Tenant));
        else if (typeof(T).GetProperty("Id")!.PropertyType == typeof(Guid)) entity.HasKey(nameof(ITenantRow.Tenant), "Id");
        entity.Property<uint>("xmin").IsRowVersion();
    }

    private static void NameColumn(IMutableProperty property)
    {
        if (property.Name == "xmin") return;
        property.SetColumnName(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        property.ValueGenerated = ValueGenerated.Never;
        if (property.Name is "Currency" or "Country" or "CountryOfAgreement") property.SetColumnType("character(3)");
    }
}
