using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Rating;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Catalogue;
using CrmEdge.Cloud.Host.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Usage;

/// <summary>What usage services cost. A price is never changed: a new version takes over from its instant on.</summary>
internal static class UsagePricesApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/products/{id}/usage_prices").WithTags("Catalogue");
        group.MapPost("", AddAsync).Requires(KeyRole.Operate).WithSummary("Price a usage service from an instant on");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).WithSummary("All versions of the price of a usage service");
    }

    /// <summary>Prices in major units. A flat price has one tier; tiers start at 1, each one above the end of the one
    /// before.</summary>
    internal sealed record TierBody(decimal? From, decimal? To, decimal? Price, decimal? FlatFee, decimal? BlockSize);

    internal sealed record UsagePriceBody(
        string? CurrencyCode, PriceModel? Model, IReadOnlyList<TierBody>? Tiers, decimal? Allowance, bool? FeeAtZero,
        string? Unit,
        long? EffectiveOn);

    internal sealed record UsagePriceReply(
        Guid Id, int Version, string CurrencyCode, PriceModel Model, IReadOnlyList<Tier> Tiers, decimal Allowance, bool FeeAtZero,
        string? Unit, long EffectiveOn);

    private static async Task<Results<Created<IdReply>, Refusal>> AddAsync(
        string id, UsagePriceBody body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        var (tariff, wrong) = Read(body);
        if (wrong is not null) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await FindAsync(work, id, ct) is not { } product) return Refusal.NotFound("product", id);
        if (product.Classification != Words.Of(Classification.UsageService))
        {
            return Refusal.Of(
                Codes.Validation, "Only a product of classification USAGE_SERVICE has usage prices. Name one of those.",
                "id", $"is a {product.Classification}");
        }
        var from = body.EffectiveOn is { } on ? DateTimeOffset.FromUnixTimeSeconds(on) : work.Now;
        var added = await InsertAsync(work, product.Id, body, tariff!, from, ct);
        work.Audit("usage_price.add", "product", product.Id);
        return await work.SaveAsync(ct) is { } no ? no
            : TypedResults.Created($"/backoffice/v2/products/{product.Id}/usage_prices", new IdReply(added));
    }

    private static async Task<Results<Ok<Page<UsagePriceReply>>, Refusal>> ListAsync(
        string id, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await FindAsync(work, id, ct) is not { } product) return Refusal.NotFound("product", id);
        await using var command = work.Session.Command("""
            SELECT id, version, currency, model, tiers::text, allowance, fee_at_zero, unit, effective_from FROM usage_price
            WHERE tenant = $1 AND product = $2 ORDER BY currency, version DESC LIMIT 1000
            """).With(caller.Tenant).With(product.Id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var prices = new List<UsagePriceReply>();
        while (await reader.ReadAsync(ct))
        {
            var tariff = TariffJson.Read(reader.GetString(3), reader.GetString(4), reader.GetDecimal(5), reader.GetBoolean(6));
            prices.Add(new UsagePriceReply(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2), tariff.Model, tariff.Tiers, tariff.Allowance,
                tariff.FeeAtZero,
                reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetFieldValue<DateTimeOffset>(8).Epoch()));
        }
        return TypedResults.Ok(new Page<UsagePriceReply>(prices, new Paging(1, 1_000, null, false)));
    }

    private static Task<ProductRow?> FindAsync(Work work, string idOrSku, CancellationToken ct) =>
        Guid.TryParse(idOrSku, out var id)
        ? work.Db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct)
        : work.Db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Sku == idOrSku, ct);

    private static (Tariff? Tariff, Refusal? Wrong) Read(UsagePriceBody body)
    {
        var checks =
            new FieldChecks().Required("currency_code", body.CurrencyCode).Required("model", body.Model)
                .Required("tiers", body.Tiers)
            .That(body.CurrencyCode is null || Currency.TryParse(body.CurrencyCode, out _), "currency_code",
                "is no ISO 4217 currency code, such as EUR")
            .That(body.EffectiveOn is null or (>= 0 and <= 253_402_300_799), "effective_on", "is no time in epoch seconds")
                .Text("unit", body.Unit);
        foreach (var (tier, i) in (body.Tiers ?? []).Select((tier, i) => (tier, i)).Take(TariffRules.TiersMax))
            checks.Required($"tiers[{i}].from", tier?.From).Required($"tiers[{i}].price", tier?.Price);
        if (checks.Refusal is { } missing) return (null, missing);
        var tariff = new Tariff(
            body.Model!.Value,
            [.. body.Tiers!.Select(t => new Tier(t.From!.Value, t.To, t.Price!.Value, t.FlatFee ?? 0, t.BlockSize))],
            body.Allowance ?? 0, body.FeeAtZero ?? true);
        foreach (var error in TariffRules.Errors(tariff))
        {
            var field =
                error.Code == TariffCode.AllowanceOutOfRange ? "allowance" : error.Tier is { } tier ? $"tiers[{tier}]" : "tiers";
            checks.Add(field, $"{WireName.Of(error.Code)}: {error.Reason}");
        }
        return checks.Refusal is { } wrong ? (null, wrong) : (tariff, null);
    }

    private static async Task<Guid> InsertAsync(
        Work work, Guid product, UsagePriceBody body, Tariff tariff, DateTimeOffset from, CancellationToken ct)
    {
        var id = work.NewId();
        await using var command = work.Session.Command("""
            INSERT INTO usage_price (tenant, id, product, version, currency, model, tiers, allowance, fee_at_zero, unit,
                effective_from, created_at)
            SELECT $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6::jsonb, $7, $8, $9, $10, $11
            FROM usage_price WHERE tenant = $1 AND product = $3 AND currency = $4
            """).With(work.Caller.Tenant).With(id).With(product).With(body.CurrencyCode!).With(WireName.Of(tariff.Model))
            .With(TariffJson.TiersOf(tariff)).With(tariff.Allowance).With(tariff.FeeAtZero).With<string?>(body.Unit)
            .With(from).With(work.Now);
        await command.ExecuteNonQueryAsync(ct);
        return id;
    }
}
