using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Catalogue;

/// <summary>What a product's fields may hold.</summary>
internal static class ProductChecks
{
    private const int PricesMax = 100;
    private const decimal PriceMax = 10_000_000_000_000m;
    private const int PriceDecimals = 6;

    public static FieldChecks Of(ProductBody body, bool isNew)
    {
        var checks = new FieldChecks().Text("name", body.Name).Text("description", body.Description, FieldChecks.TextCharsMax)
            .Code("sku", body.Sku).That(body.Id != Guid.Empty, "id", "is no id")
            .Text("type", body.Type).Text("family", body.Family).Text("brand", body.Brand).Text("category", body.Category);
        if (isNew) checks.Required("sku", body.Sku).Required("name", body.Name).Required("classification", body.Classification);
        else checks.That(body.Name is not "", "name", "is required");
        if (body.Pricing is { } prices) Check(checks, prices);
        return checks;
    }

    private static void Check(FieldChecks checks, IReadOnlyList<PriceBody> prices)
    {
        checks.That(prices.Count <= PricesMax, "pricing", $"has more than {PricesMax} entries");
        for (var i = 0; i < Math.Min(prices.Count, PricesMax); i++)
        {
            var field = $"pricing[{i}]";
            if (prices[i] is not { } price)
            {
                checks.Add(field, "is null");
                continue;
            }
            checks.Required($"{field}.price", price.Price)
                .That(price.Price is null or (>= 0 and <= PriceMax), $"{field}.price", $"is not between 0 and {PriceMax}")
                .That(price.Price is not { } p || decimal.Round(p, PriceDecimals) == p, $"{field}.price",
                    "has more than 6 decimals")
                .Required($"{field}.currency_code", price.CurrencyCode)
                .That(price.CurrencyCode is null || Currency.TryParse(price.CurrencyCode, out _), $"{field}.currency_code",
                    "is no ISO 4217 currency code, such as EUR");
        }
        var given = prices.Where(p => p is not null).ToList();
        checks.That(given.DistinctBy(p => (p.CurrencyCode, p.SupplyMethod)).Count() == given.Count, "pricing",
            "has two prices for one currency and supply method");
    }
}
