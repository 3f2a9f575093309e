using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Catalogue;

/// <summary>Puts products together for an answer: groups and prices of all of them in one query each.</summary>
internal static class ProductReader
{
    public static async Task<IReadOnlyList<ProductReply>> ReadAsync(
        BackOfficeDb db, IReadOnlyList<ProductRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToList();
        var groupIds = rows.SelectMany(r => new[] { r.Type, r.Family, r.Brand, r.Category }).OfType<Guid>().Distinct().ToList();
        var groups = await db.ProductGroups.AsNoTracking().Where(g => groupIds.Contains(g.Id)).ToDictionaryAsync(g => g.Id, ct);
        var prices = (await db.ProductPrices.AsNoTracking().Where(p => ids.Contains(p.Product))
            .OrderBy(p => p.Currency).ThenBy(p => p.SupplyMethod).ToListAsync(ct)).ToLookup(p => p.Product);
        return [.. rows.Select(row => Reply(row, groups, prices[row.Id]))];
    }

    private static ProductReply Reply(
        ProductRow row, Dictionary<Guid, ProductGroupRow> groups, IEnumerable<ProductPriceRow> prices)
    {
        GroupReply? Group(Guid? id) => id is { } known ? new GroupReply(known, groups[known].Name) : null;
        return new ProductReply(
            row.Id, row.Sku, row.Name, row.Description, Words.To<Classification>(row.Classification),
            Words.To<Composition>(row.Composition), Group(row.Type), Group(row.Family), Group(row.Brand), Group(row.Category),
            [.. prices.Select(p => new PriceReply(p.Id, Plain(p.Price), p.Currency, Words.Try<SupplyMethod>(p.SupplyMethod),
                Words.To<TaxModel>(p.TaxModel), p.IsDefault))],
            row.Version, row.CreatedAt.Epoch(), row.UpdatedAt.Epoch());
    }

    // The column has six decimals; dividing by a one with as many drops the zeros nobody wrote.
    private static decimal Plain(decimal price) => price / 1.000000000000000000m;
}
