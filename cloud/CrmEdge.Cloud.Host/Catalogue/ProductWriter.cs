using CrmEdge.Cloud.Host.Database;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Catalogue;

/// <summary>Writes a product with its groups and prices within a request's work.</summary>
internal static class ProductWriter
{
    public static async Task<ProductRow> AddAsync(Work work, ProductBody body, string sku, CancellationToken ct)
    {
        await EnsureGroupsAsync(work, body, ct);
        var row = new ProductRow
        {
            Tenant = work.Caller.Tenant, Id = body.Id ?? work.NewId(), Sku = sku, Name = body.Name!,
            Description = Filled(body.Description), Classification = Words.Of(body.Classification!.Value),
            Composition = Words.Of(body.TypeComposition ?? Composition.Flat),
            Type = Group(work, GroupKind.Type, body.Type, null), Family = Group(work, GroupKind.Family, body.Family, null),
            Brand = Group(work, GroupKind.Brand, body.Brand, null),
            Category = Group(work, GroupKind.Category, body.Category, null),
            Version = 1, CreatedAt = work.Now, UpdatedAt = work.Now,
        };
        work.Db.Products.Add(row);
        AddPrices(work, row.Id, body.Pricing ?? []);
        return row;
    }

    public static async Task ChangeAsync(Work work, ProductRow row, ProductBody body, CancellationToken ct)
    {
        await EnsureGroupsAsync(work, body, ct);
        row.Name = body.Name ?? row.Name;
        row.Description = body.Description is null ? row.Description : Filled(body.Description);
        row.Classification = body.Classification is { } classification ? Words.Of(classification) : row.Classification;
        row.Composition = body.TypeComposition is { } composition ? Words.Of(composition) : row.Composition;
        row.Type = Group(work, GroupKind.Type, body.Type, row.Type);
        row.Family = Group(work, GroupKind.Family, body.Family, row.Family);
        row.Brand = Group(work, GroupKind.Brand, body.Brand, row.Brand);
        row.Category = Group(work, GroupKind.Category, body.Category, row.Category);
        row.Version++;
        row.UpdatedAt = work.Now;
        if (body.Pricing is null) return;
        await work.Db.ProductPrices.Where(p => p.Product == row.Id).ExecuteDeleteAsync(ct);
        AddPrices(work, row.Id, body.Pricing);
    }

    private static void AddPrices(Work work, Guid product, IReadOnlyList<PriceBody> prices)
    {
        foreach (var price in prices)
        {
            work.Db.ProductPrices.Add(new ProductPriceRow
            {
                Tenant = work.Caller.Tenant, Id = work.NewId(), Product = product, Currency = price.CurrencyCode!,
                SupplyMethod = price.SupplyMethod is { } supply ? Words.Of(supply) : null,
                TaxModel = Words.Of(price.TaxModel ?? TaxModel.TaxInclusive), Price = price.Price!.Value,
                IsDefault = price.IsDefault ?? price.SupplyMethod is null,
            });
        }
    }

    private static Task EnsureGroupsAsync(Work work, ProductBody body, CancellationToken ct)
    {
        (GroupKind Kind, string? Name)[] named =
        [
            (GroupKind.Type, body.Type), (GroupKind.Family, body.Family), (GroupKind.Brand, body.Brand),
            (GroupKind.Category, body.Category),
        ];
        return ProductGroups.EnsureAsync(work.Session,
            [.. named.Where(g => !string.IsNullOrEmpty(g.Name)).Select(g => (g.Kind, g.Name!))], ct);
    }

    private static Guid? Group(Work work, GroupKind kind, string? given, Guid? known) => given switch
    {
        null => known,
        "" => null,
        _ => ProductGroups.IdOf(work.Caller.Tenant, kind, given),
    };

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
