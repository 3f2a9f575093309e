using System.Globalization;
using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Devices;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Sync;
using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Sync;
using CrmEdge.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Usage;

/// <summary>A business that sells energy by the kWh: 10 free, then 0.125; a contact subscribed to it; and a hub.</summary>
internal sealed class MeteredBusiness
{
    private readonly CloudHost _host;
    private readonly ILedger _ledger;
    private long _seq;

    private MeteredBusiness(CloudHost host, ApiClient api, Guid tenant, Guid contact, Guid subscription)
    {
        (_host, Api, Contact, Subscription) = (host, api, contact, subscription);
        Hub = new EdgeId(tenant, NewId());
        _ledger = host.Services.GetRequiredService<ILedger>();
    }

    public ApiClient Api { get; }

    public Guid Contact { get; }

    public Guid Subscription { get; }

    public EdgeId Hub { get; }

    public static long Now => DateTimeOffset.Parse("2026-11-20T12:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<MeteredBusiness> MakeAsync(CloudHost host, TenantMode mode = TenantMode.Live)
    {
        var business = await host.NewBusinessAsync();
        var (api, tenant) =
            mode == TenantMode.Live ? (business.Api, business.LiveTenant) : (business.TestApi, business.TestTenant);
        var product = await api.CreateAsync("products", new { sku = "kwh", name = "Energy", classification = "USAGE_SERVICE" });
        await api.CreateAsync($"products/{product}/usage_prices", new
        {
            currency_code = "EUR", model = "FLAT", tiers = new[] { new { from = 1, price = 0.125m } }, allowance = 10, unit =
                "kWh",
        });
        var contact = await api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada", code = "ADA" });
        var subscription =
            await api.CreateAsync("subscriptions", new { contact_id = "ADA", services = new[] { new { product = "kwh" } } });
        return new MeteredBusiness(host, api, tenant, contact, subscription);
    }

    public Guid NewId() => _host.Services.GetRequiredService<IdSource>().Next();

    public async Task<Guid> PairedAsync(string serial)
    {
        var device = await Api.CreateAsync("devices", new { serial_number = serial });
        await Api.PostAsync($"subscriptions/{Subscription}/devices", new { device_id = device });
        Assert.Equal((PairCode.Ok, device), await PairAsync(serial));
        return device;
    }

    public Task<(PairCode Code, Guid Device)?> PairAsync(string serial, string code = "", Guid? edge = null) =>
        _host.Services.GetRequiredService<DevicePairer>().PairAsync(Hub with { Edge = edge ?? Hub.Edge }, serial, code, Ct);

    public static UsageReading Reading(Guid device, ulong seq, string quantity, string meter = "kwh", long? at = null) => new()
    {
        DeviceId = device.ToString(), Boot = 0xFEDC_BA98_7654_3210, Seq = seq, Meter = meter, Quantity = quantity,
        MeasuredAt = new Timestamp { Seconds = at ?? DateTimeOffset.UnixEpoch.AddYears(1).ToUnixTimeSeconds() },
    };

    public Task<InboxOutcome> SendAsync(params UsageReading[] readings) => ApplyAsync(RecordType.Usage, readings);

    /// <summary>Sends readings with the trace context their messages came with.</summary>
    public Task<InboxOutcome> SendTracedAsync(params (string? Trace, UsageReading Reading)[] readings) =>
        ApplyAsync(RecordType.Usage, [.. readings.Select(r => r.Reading)], [.. readings.Select(r => r.Trace)]);

    public Task<InboxOutcome> ReportAsync(Guid device, ulong version, DeviceState state) =>
        ApplyAsync(
            RecordType.DeviceApplied, [new DeviceApplied { DeviceId = device.ToString(), Version = version, State = state }]);

    /// <summary>What the hub's devices are to be, as the hub would hear it; null where it has this version.</summary>
    public async Task<(long Version, List<Device> Rows)?> SnapshotAsync(long held)
    {
        var source = _host.Services.GetServices<ISnapshotSource>().Single(s => s.Kind == "devices");
        if (await source.ChangeAsync(Hub, held, Ct) is not { } change) return null;
        var rows = new List<Device>();
        await foreach (var row in change.Rows.WithCancellation(Ct)) rows.Add(Device.Parser.ParseFrom(row.Body));
        return (change.Version, rows);
    }

    public async Task<decimal> BalanceAsync() =>
        (await Api.GetAsync($"contacts/{Contact}/account")).Body.GetProperty("balance").GetDecimal();

    public async Task<(string Desired, long Version, string Outcome)> StateAsync(Guid device)
    {
        var state = (await Api.GetAsync($"devices/{device}")).Body.GetProperty("state");
        return (state.GetProperty("desired").GetString()!, state.GetProperty("version").GetInt64(), state.GetProperty("outcome")
            .GetString()!);
    }

    public async Task<long> CountAsync(string sql) => long.Parse(
        (await _host.SqlAsync(sql.Replace("{tenant}", $"'{Hub.Tenant}'", StringComparison.Ordinal))).Trim(),
        CultureInfo.InvariantCulture);

    /// <summary>What the accounts say is what the transfers and the periods say.</summary>
    public async Task BooksAreRightAsync()
    {
        Assert.Equal(
            0, await CountAsync(
                "SELECT coalesce(sum(credits_posted - debits_posted), 0) FROM ledger_balance WHERE tenant = {tenant}"));
        Assert.Equal(
            await CountAsync("SELECT coalesce(sum(charged), 0) FROM period_usage WHERE tenant = {tenant}"),
            await CountAsync(
                "SELECT coalesce(sum(credits_posted - debits_posted), 0) FROM ledger_balance "
                + "WHERE tenant = {tenant} AND kind = 'service_revenue'"));
    }

    private async Task<InboxOutcome> ApplyAsync(
        RecordType type, IReadOnlyList<IMessage> messages, IReadOnlyList<string?>? traces = null)
    {
        var handler = _host.Services.GetServices<IInboxHandler>().Single(h => h.Type == type);
        var at = DateTimeOffset.FromUnixTimeSeconds(Now);
        var records = messages.Select((m, i) =>
            new InboxRecord(++_seq, (int)type, 1, at, at, false, traces?[i], m.ToByteArray())).ToList();
        var marker = new InboxMarker(new InboxMark(Hub.Tenant, InboxMark.IdOf(Hub.Edge, Hub.Tenant), _seq));
        return await handler.ApplyAsync(new InboxRun(Hub, Hub.Tenant, records, _ledger, marker), Ct);
    }
}
