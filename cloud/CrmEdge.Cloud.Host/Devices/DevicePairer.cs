using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Organisations;

namespace CrmEdge.Cloud.Host.Devices;

/// <summary>Pairs devices with hubs: finds out whose the device is or becomes, then asks the books.</summary>
internal sealed class DevicePairer(Databases databases, BusinessClock clock, ILedger ledger)
{
    private const int Tries = 3;

    /// <summary>Null where there is no device of this serial number.</summary>
    public async Task<(PairCode Code, Guid Device)?> PairAsync(EdgeId edge, string serial, string code, CancellationToken ct)
    {
        if (await DeviceAsync(edge.Tenant, serial, ct) is not { } device) return null;
        var ticket = code.Length == 0 ? (Guid?)null : PairingTicket.IdOf(edge.Tenant, code);
        for (var i = 0; i < Tries; i++)
        {
            if (await PayerAsync(edge.Tenant, device, ticket, ct) is not { } payer)
                return (ticket is null ? PairCode.DeviceNotSold : PairCode.CodeUnknown, device);
            var outcome = await ledger.SubmitAsync(
                new PairDevice(edge.Tenant, edge.Edge, device, payer.Contact, payer.Currency, ticket, clock.Now(edge.Tenant)),
                ct);
            if (outcome.Code != PairCode.Stale) return (outcome.Code, device);
        }
        return (PairCode.Stale, device);
    }

    public Task<PairCode> UnpairAsync(Guid tenant, Guid device, Guid? edge, CancellationToken ct) =>
        ledger.SubmitAsync(new UnpairDevice(tenant, device, edge), ct);

    private async Task<Guid?> DeviceAsync(Guid tenant, string serial, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("SELECT id FROM device WHERE tenant = $1 AND serial_number = $2")
            .With(tenant).With(serial);
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    /// <summary>The contact that a binding names, else the one that the code names.</summary>
    private async Task<(Guid Contact, Currency Currency)?> PayerAsync(
        Guid tenant, Guid device, Guid? ticket, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT owner, currency, 1 AS turn FROM device_binding WHERE tenant = $1 AND id = $2
            UNION ALL SELECT contact, currency, 2 FROM pairing_ticket WHERE tenant = $1 AND id = $3
            ORDER BY turn LIMIT 1
            """).With(tenant).With(device).With(ticket ?? Guid.Empty);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetGuid(0), Currency.Of(reader.GetString(1))) : null;
    }
}
