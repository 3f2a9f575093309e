using System.Collections.Concurrent;
using System.Text.Json;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Catalogue;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Rules.Limits;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;

namespace CrmEdge.Cloud.Host.Rewards;

/// <summary>All reference data that purchases of one tenant are decided by; immutable.</summary>
internal sealed record TenantRewards(
    Guid Tenant, Currency Currency, TimeZoneInfo Zone, RewardSetting Setting, IReadOnlyList<Offer> Offers,
    IReadOnlyDictionary<Guid, Pool> Pools, IReadOnlyDictionary<string, decimal> Rates)
{
    public IReadOnlyList<Limit> Limits => [.. Setting.SpendLimits.Select(limit => limit.In(Currency))];

    public Pool? FindPool(string idOrCode) => Pools.Values.FirstOrDefault(
        pool => Guid.TryParse(idOrCode, out var id) ? pool.Id == id : pool.Code == idOrCode);

    /// <summary>The civil time of an instant where the tenant is.</summary>
    public CivilTime Local(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone).DateTime;
        return new CivilTime(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
    }
}

/// <summary>Keeps tenants' reward rules at hand for a few seconds, so that a change on one host is seen by the others.</summary>
internal sealed class RewardBook(Databases databases, TimeProvider time)
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, (TenantRewards Rewards, long At)> _known = new();

    public async ValueTask<TenantRewards> OfAsync(Guid tenant, CancellationToken ct)
    {
        if (_known.TryGetValue(tenant, out var found) && time.GetElapsedTime(found.At) < RememberedFor) return found.Rewards;
        var at = time.GetTimestamp();
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        var rewards = await LoadAsync(session, ct);
        _known[tenant] = (rewards, at);
        return rewards;
    }

    /// <summary>To be called after a change was committed.</summary>
    public void Forget(Guid tenant) => _known.TryRemove(tenant, out _);

    private static async Task<TenantRewards> LoadAsync(TenantSession session, CancellationToken ct)
    {
        var (currency, zone) = await TenantAsync(session, ct);
        return new TenantRewards(session.Tenant, currency, zone, await SettingAsync(session, ct),
            await OffersAsync(session, ct), await PoolsAsync(session, ct), await RatesAsync(session, ct));
    }

    private static async Task<Dictionary<string, decimal>> RatesAsync(TenantSession session, CancellationToken ct)
    {
        await using var command = session.Command("SELECT currency, rate FROM exchange_rate WHERE tenant = $1").With(session.Tenant);
        await using var row = await command.ExecuteReaderAsync(ct);
        var rates = new Dictionary<string, decimal>();
        while (await row.ReadAsync(ct)) rates[row.GetString(0)] = row.GetDecimal(1);
        return rates;
    }

    private static async Task<(Currency Currency, TimeZoneInfo Zone)> TenantAsync(TenantSession session, CancellationToken ct)
    {
        await using var command = session.Command("SELECT currency, zone FROM tenant WHERE tenant = $1").With(session.Tenant);
        await using var row = await command.ExecuteReaderAsync(ct);
        Invariant.Holds(await row.ReadAsync(ct), "a caller's tenant exists");
        return (Currency.Of(row.GetString(0)), TimeZoneInfo.FindSystemTimeZoneById(row.GetString(1)));
    }

    private static async Task<RewardSetting> SettingAsync(TenantSession session, CancellationToken ct)
    {
        await using var command = session.Command("SELECT setting FROM reward_setting WHERE tenant = $1").With(session.Tenant);
        return await command.ExecuteScalarAsync(ct) is string json ? Parse<RewardSetting>(json) : new RewardSetting();
    }

    private static async Task<IReadOnlyList<Offer>> OffersAsync(TenantSession session, CancellationToken ct)
    {
        await using var command = session.Command(
            "SELECT id, code, version, pool, rule FROM reward_offer WHERE tenant = $1 AND state = 'ACTIVE' ORDER BY code")
            .With(session.Tenant);
        await using var row = await command.ExecuteReaderAsync(ct);
        var offers = new List<Offer>();
        while (await row.ReadAsync(ct))
        {
            var rule = Parse<OfferRule>(row.GetString(4));
            offers.Add(new Offer
            {
                Id = row.GetGuid(0), Code = row.GetString(1), Version = row.GetInt32(2), Pool = row.GetGuid(3),
                Percent = rule.Percent, Timing = rule.Timing, Conditions = ById(session.Tenant, rule.Conditions),
            });
        }
        return offers;
    }

    private static async Task<Dictionary<Guid, Pool>> PoolsAsync(TenantSession session, CancellationToken ct)
    {
        await using var command = session.Command("SELECT id, code, rule FROM commerce_pool WHERE tenant = $1")
            .With(session.Tenant);
        await using var row = await command.ExecuteReaderAsync(ct);
        var pools = new Dictionary<Guid, Pool>();
        while (await row.ReadAsync(ct))
        {
            var rule = Parse<PoolRule>(row.GetString(2));
            pools[row.GetGuid(0)] = new Pool
            {
                Id = row.GetGuid(0), Code = row.GetString(1), Conditions = ById(session.Tenant, rule.Conditions),
                LifeMonths = rule.LifeMonths, Priority = rule.Priority, Tax = rule.Tax, Active = rule.Active,
            };
        }
        return pools;
    }

    // Types, families and brands are named by people and kept by id; a product's traits hold the same ids (TraitsOf).
    private static Conditions ById(Guid tenant, Conditions conditions) => conditions with
    {
        Products = [.. conditions.Products.Select(product => product.Key == ProductKey.Product
            ? product : product with { Code = GroupId(tenant, KindOf(product.Key), product.Code) })],
    };

    /// <summary>A product as conditions see it.</summary>
    public static ProductTraits TraitsOf(Guid tenant, KnownSku sku, string? family) => new(
        sku.Sku, sku.Type?.ToString(),
        sku.Family?.ToString() ?? (family is null ? null : GroupId(tenant, GroupKind.Family, family)), sku.Brand?.ToString());

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, ApiJson.Options);

    public static T Parse<T>(string json) where T : class =>
        Invariant.NotNull(JsonSerializer.Deserialize<T>(json, ApiJson.Options));

    private static string GroupId(Guid tenant, GroupKind kind, string name) => ProductGroups.IdOf(tenant, kind, name).ToString();

    private static GroupKind KindOf(ProductKey key) => key switch
    {
        ProductKey.Type => GroupKind.Type,
        ProductKey.Family => GroupKind.Family,
        _ => GroupKind.Brand,
    };
}
