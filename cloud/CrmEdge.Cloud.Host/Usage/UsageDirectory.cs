using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Organisations;

namespace CrmEdge.Cloud.Host.Usage;

/// <summary>A service of a subscription and what it costs.</summary>
internal sealed record PricedService(Guid Service, string Meter, IReadOnlyList<PricedFrom> Prices);

/// <summary>What readings are charged by: sold services and their prices, looked up before the books are.</summary>
internal sealed class UsageDirectory(Databases databases, BusinessClock clock)
{
    /// <summary>Plans by device; devices that are sold to nobody are missing.</summary>
    public async Task<Dictionary<Guid, ChargePlan>> PlansAsync(Guid tenant, Guid[] devices, CancellationToken ct)
    {
        var sold = await SoldAsync(tenant, devices, ct);
        var services = await ServicesAsync(tenant, [.. sold.Select(s => s.Subscription).Distinct()], ct);
        return sold.ToDictionary(s => s.Device, s => s with
        {
            Meters = services[s.Subscription].ToDictionary(v => v.Meter, v => new MeterPlan(v.Service, v.Prices)),
        });
    }

    /// <summary>Priced services by subscription.</summary>
    public async Task<ILookup<Guid, PricedService>> ServicesAsync(Guid tenant, Guid[] subscriptions, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT v.owner, v.id, v.meter, p.id, p.effective_from, p.model, p.tiers::text, p.allowance, p.fee_at_zero
            FROM subscription_service v
            JOIN subscription s ON s.tenant = v.tenant AND s.id = v.owner
            JOIN usage_price p ON p.tenant = v.tenant AND p.product = v.product AND p.currency = s.currency
            WHERE v.tenant = $1 AND v.owner = ANY($2)
            ORDER BY v.owner, v.id, p.effective_from, p.version
            """).With(tenant).With(subscriptions);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<(Guid Subscription, Guid Service, string Meter, PricedFrom Price)>();
        while (await reader.ReadAsync(ct))
        {
            var tariff = TariffJson.Read(reader.GetString(5), reader.GetString(6), reader.GetDecimal(7), reader.GetBoolean(8));
            rows.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2),
                new PricedFrom(reader.GetGuid(3), reader.GetFieldValue<DateTimeOffset>(4), tariff)));
        }
        return rows.GroupBy(r => (r.Subscription, r.Service, r.Meter))
            .ToLookup(g => g.Key.Subscription, g => new PricedService(g.Key.Service, g.Key.Meter, [.. g.Select(r => r.Price)]));
    }

    /// <summary>
    /// Of readings that the books take for repeats, those that say something else than what was rated under their number.
    /// </summary>
    public async Task<HashSet<(Guid Device, ulong Boot, long Seq)>> ReusedAsync(
        Guid tenant, IReadOnlyList<(Guid Device, Reading Reading)> repeats, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT u.device, u.boot, u.seq, u.meter, u.quantity, u.measured_at FROM unnest($2, $3, $4) AS k (device, boot, seq)
            JOIN usage_row u ON u.tenant = $1 AND u.device = k.device AND u.boot = k.boot AND u.seq = k.seq
            """).With(tenant).With(repeats.Select(r => r.Device).ToArray())
            .With(repeats.Select(r => unchecked((long)r.Reading.Boot)).ToArray())
                .With(repeats.Select(r => r.Reading.Seq).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rated = new Dictionary<(Guid, ulong, long), (string, decimal, DateTimeOffset)>();
        while (await reader.ReadAsync(ct))
        {
            rated[(reader.GetGuid(0), unchecked((ulong)reader.GetInt64(1)), reader.GetInt64(2))] =
                (reader.GetString(3), reader.GetDecimal(4), reader.GetFieldValue<DateTimeOffset>(5));
        }
        return [.. repeats.Select(r => (Key: (r.Device, r.Reading.Boot, r.Reading.Seq), r.Reading))
            .Where(r =>
                rated.TryGetValue(r.Key, out var was)
                    && was != (r.Reading.Meter, r.Reading.Quantity, Stored(r.Reading.MeasuredAt)))
            .Select(r => r.Key)];
    }

    // The database keeps microseconds.
    private static DateTimeOffset Stored(DateTimeOffset at) =>
        at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime();

    private async Task<List<ChargePlan>> SoldAsync(Guid tenant, Guid[] devices, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT b.id, b.owner, b.subscription, s.currency, s.first_day, t.zone
            FROM device_binding b
            JOIN subscription s ON s.tenant = b.tenant AND s.id = b.subscription
            JOIN tenant t ON t.tenant = b.tenant
            WHERE b.tenant = $1 AND b.id = ANY($2)
            """).With(tenant).With(devices);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var sold = new List<ChargePlan>();
        while (await reader.ReadAsync(ct))
        {
            sold.Add(new ChargePlan(
                tenant, reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), Currency.Of(reader.GetString(3)),
                reader.GetFieldValue<DateOnly>(4), TimeZoneInfo.FindSystemTimeZoneById(reader.GetString(5)),
                clock.Now(tenant), new Dictionary<string, MeterPlan>()));
        }
        return sold;
    }
}
