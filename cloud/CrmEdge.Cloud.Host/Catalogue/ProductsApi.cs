using System.Linq.Expressions;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Catalogue;

/// <summary>What a business sells.</summary>
internal static class ProductsApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/products").WithTags("Catalogue");
        group.MapPost("", CreateAsync).Requires(KeyRole.Operate).WithSummary("Create a product");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).Lists(Spec(Guid.Empty)).WithSummary("List or search products");
        group.MapGet("/{id}", GetAsync).Requires(KeyRole.Read).WithSummary("Read one by id or SKU");
        group.MapPut("/{id}", PutAsync).Requires(KeyRole.Operate)
            .WithSummary("Change the product of an id or SKU; a new SKU makes a new product");
    }

    private static IQueryable<ProductRow> ByIdOrSku(this IQueryable<ProductRow> rows, string idOrSku) =>
        Guid.TryParse(idOrSku, out var id) ? rows.Where(r => r.Id == id) : rows.Where(r => r.Sku == idOrSku);

    private static async Task<Results<Created<IdReply>, Refusal>> CreateAsync(
        ProductBody body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        if (ProductChecks.Of(body, isNew: true).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        var (id, refusal) = await AddAsync(work, body, body.Sku!, ct);
        return refusal is not null ? refusal : TypedResults.Created($"/backoffice/v2/products/{id}", new IdReply(id));
    }

    private static async Task<Results<Ok<IdReply>, Created<IdReply>, Refusal>> PutAsync(
        string id, ProductBody body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Products.ByIdOrSku(id).FirstOrDefaultAsync(ct) is not { } row)
        {
            if (Guid.TryParse(id, out _)) return Refusal.NotFound("product", id);
            if (body.Sku is { } other && other != id) return Refusal.Of(Codes.Validation,
                "The SKU in the address and in the body differ. Send the same one, or leave it out of the body.",
                "sku", "differs");
            if (ProductChecks.Of(body with { Sku = id }, isNew: true).Refusal is { } incomplete) return incomplete;
            var (added, refusal) = await AddAsync(work, body, id, ct);
            return refusal is not null ? refusal : TypedResults.Created($"/backoffice/v2/products/{added}", new IdReply(added));
        }
        if (ProductChecks.Of(body, isNew: false).Refusal is { } wrong) return wrong;
        if (body.Sku is { } sku && sku != row.Sku) return Refusal.Immutable("sku");
        if (body.Id is { } fixedId && fixedId != row.Id) return Refusal.Immutable("id");
        await ProductWriter.ChangeAsync(work, row, body, ct);
        work.Audit("product.change", "product", row.Id);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Ok(new IdReply(row.Id));
    }

    private static async Task<(Guid Id, Refusal? Refusal)> AddAsync(Work work, ProductBody body, string sku, CancellationToken ct)
    {
        var row = await ProductWriter.AddAsync(work, body, sku, ct);
        work.Audit("product.create", "product", row.Id);
        return (row.Id, await work.SaveAsync(ct));
    }

    private static async Task<Results<Ok<Page<ProductReply>>, Refusal>> ListAsync(
        HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var (query, refusal) = ListQuery<ProductRow>.Read(work.Db.Products.AsNoTracking(), Spec(caller.Tenant), request.Query);
        if (query is null) return refusal!;
        var page = await query.PageAsync(row => row, ct);
        return TypedResults.Ok(new Page<ProductReply>(await ProductReader.ReadAsync(work.Db, page.Content, ct), page.Paging));
    }

    private static async Task<Results<Ok<ProductReply>, Refusal>> GetAsync(
        string id, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        return await work.Db.Products.AsNoTracking().ByIdOrSku(id).FirstOrDefaultAsync(ct) is { } row
            ? TypedResults.Ok((await ProductReader.ReadAsync(work.Db, [row], ct))[0])
            : Refusal.NotFound("product", id);
    }

    private static ListSpec<ProductRow> Spec(Guid tenant) => new ListSpec<ProductRow> { DefaultSort = "sku", Id = row => row.Id }
        .Sort("sku", row => row.Sku)
        .Sort("name", row => row.Name)
        .Date("created_on", row => row.CreatedAt)
        .Date("updated_on", row => row.UpdatedAt)
        .Filter("sku", text => row => row.Sku == text)
        .Filter("classification", text => Words.Try<Classification>(text) is null ? null : row => row.Classification == text)
        .Filter("search_value", text =>
        {
            var pattern = Like.Containing(text);
            return row => EF.Functions.ILike(row.Name, pattern, Like.Escape) || row.Sku == text;
        })
        .Filter("type", text => InGroup(tenant, GroupKind.Type, text, row => row.Type))
        .Filter("family", text => InGroup(tenant, GroupKind.Family, text, row => row.Family))
        .Filter("brand", text => InGroup(tenant, GroupKind.Brand, text, row => row.Brand))
        .Filter("category", text => InGroup(tenant, GroupKind.Category, text, row => row.Category));

    private static Expression<Func<ProductRow, bool>> InGroup(
        Guid tenant, GroupKind kind, string name, Expression<Func<ProductRow, Guid?>> of)
    {
        var id = Expression.Constant(ProductGroups.IdOf(tenant, kind, name), typeof(Guid?));
        return Expression.Lambda<Func<ProductRow, bool>>(Expression.Equal(of.Body, id), of.Parameters);
    }
}
