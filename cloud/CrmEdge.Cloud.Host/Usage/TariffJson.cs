using System.Text.Json;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Rating;
using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Usage;

/// <summary>Tariffs as they are stored: model, tiers as JSON, allowance, fee at zero.</summary>
internal static class TariffJson
{
    public static string TiersOf(Tariff tariff) => JsonSerializer.Serialize(tariff.Tiers, ApiJson.Options);

    public static Tariff Read(string model, string tiers, decimal allowance, bool feeAtZero) => new(
        WireName.Parse<PriceModel>(model), JsonSerializer.Deserialize<List<Tier>>(tiers, ApiJson.Options)!, allowance, feeAtZero);
}
