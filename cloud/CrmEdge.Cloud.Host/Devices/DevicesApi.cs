using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Catalogue;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Devices;

/// <summary>Things with a serial number, and whose they are.</summary>
internal static class DevicesApi
{
    private const string Select = """
        SELECT d.id, d.serial_number, d.electronic_id, d.product, d.created_at, b.owner, b.subscription, b.edge, b.desired,
            b.reason,
            b.version, b.outcome, b.applied_version, b.changed_at
        FROM device d LEFT JOIN device_binding b ON b.tenant = d.tenant AND b.id = d.id
        """;

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/devices").WithTags("Devices");
        group.MapPost("", CreateAsync).Requires(KeyRole.Operate).WithSummary("Add a device");
        group.MapGet("", (HttpRequest request, Caller caller, BackOffice backOffice, TimeProvider time, CancellationToken ct) =>
                ListAsync(request.Query, caller, backOffice, time, ct))
            .Requires(KeyRole.Read).WithSummary("List, also by contact, subscription, hub or serial number");
        group.MapGet("/{id:guid}", GetAsync).Requires(KeyRole.Read)
            .WithSummary("Read one with its desired state and what became of it");
        group.MapPost("/{id:guid}/actions", ActAsync).Requires(KeyRole.Operate).WithSummary("Unpair it from its hub");
        var sold = backOffice.MapGroup("/subscriptions/{id}").WithTags("Subscriptions");
        sold.MapPost("/devices", SellAsync).Requires(KeyRole.Operate).WithSummary("Give a device to the subscription");
        sold.MapPost("/pairing_codes", IssueAsync).Requires(KeyRole.Operate)
            .WithSummary("Issue a code with which one device is paired");
    }

    internal enum DeviceAction
    {
        Unpair,
    }

    internal sealed record DeviceBody(Guid? Id, string? SerialNumber, string? ElectronicId, string? Product);

    internal sealed record SellBody(Guid? DeviceId);

    internal sealed record ActionBody(DeviceAction? Action);

    internal sealed record CodeReply(string Code, long ExpiresOn);

    internal sealed record StateReply(
        DesiredState Desired, string? Reason, long Version, ProvisionOutcome Outcome, long AppliedVersion, long ChangedOn);

    internal sealed record DeviceReply(
        Guid Id, string SerialNumber, string? ElectronicId, Guid? Product, long CreatedOn, Guid? ContactId, Guid? SubscriptionId,
        Guid? EdgeId,
        StateReply? State);

    private static SqlList<DeviceReply> List(DateTimeOffset now) => new(Select, "d.tenant", "d.serial_number",
        new Dictionary<string, (string, bool)>
        {
            ["serial_number"] = ("d.serial_number", true), ["contact_id"] = ("b.owner", false), ["id"] = ("d.id", false),
            ["subscription_id"] = ("b.subscription", false), ["edge_id"] = ("b.edge", false),
        }, row => Read(row, now));

    private static DeviceReply Read(Npgsql.NpgsqlDataReader row, DateTimeOffset now)
    {
        Guid? Id(int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        StateReply? state = null;
        if (Text(8) is { } desired)
        {
            var provision = new Provision(
                WireName.Parse<DesiredState>(desired), Text(9), row.GetInt64(10),
                WireName.Parse<ProvisionOutcome>(row.GetString(11)),
                row.GetInt64(12), row.GetFieldValue<DateTimeOffset>(13));
            state = new StateReply(
                provision.Desired, provision.Reason, provision.Version, provision.OutcomeAt(now), provision.AppliedVersion,
                provision.ChangedAt.Epoch());
        }
        return new DeviceReply(
            row.GetGuid(0), row.GetString(1), Text(2), Id(3), row.GetFieldValue<DateTimeOffset>(4).Epoch(), Id(5), Id(6), Id(7),
            state);
    }

    private static async Task<Results<Created<IdReply>, Refusal>> CreateAsync(
        DeviceBody body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("serial_number", body.SerialNumber).Code("serial_number", body.SerialNumber)
            .Text("electronic_id", body.ElectronicId).That(body.Id != Guid.Empty, "id", "is no id");
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        Guid? product = null;
        if (body.Product is { } named)
        {
            if (await ProductAsync(work, named, ct) is not { } row) return Refusal.NotFound("product", named);
            if (row.Classification != Words.Of(Classification.TraceablePhysicalGood))
                return Refusal.Of(
                    Codes.Validation, "A device is a product of classification TRACEABLE_PHYSICAL_GOOD.", "product",
                    $"is a {row.Classification}");
            product = row.Id;
        }
        var id = body.Id ?? work.NewId();
        await using var command = work.Session.Command("""
            INSERT INTO device (tenant, id, serial_number, electronic_id, product, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT DO NOTHING
            """).With(caller.Tenant).With(id).With(body.SerialNumber!).With<string?>(body.ElectronicId)
            .With(product).With(work.Now);
        if (await command.ExecuteNonQueryAsync(ct) == 0)
        {
            return Refusal.Of(Codes.CodeExists,
                "There is a device of this serial number or id already. Go on with it, or correct the number.", "serial_number",
                "is taken");
        }
        work.Audit("device.create", "device", id);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Created($"/backoffice/v2/devices/{id}", new IdReply(id));
    }

    private static Task<ProductRow?> ProductAsync(Work work, string idOrSku, CancellationToken ct) =>
        Guid.TryParse(idOrSku, out var id)
        ? work.Db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct)
        : work.Db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Sku == idOrSku, ct);

    private static async Task<Results<Ok<Page<DeviceReply>>, Refusal>> ListAsync(
        IQueryCollection query, Caller caller, BackOffice backOffice, TimeProvider time, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        return await List(time.GetUtcNow()).ReadAsync(work.Session, query, ct);
    }

    private static async Task<Results<Ok<DeviceReply>, Refusal>> GetAsync(
        Guid id, Caller caller, BackOffice backOffice, TimeProvider time, CancellationToken ct)
    {
        var query =
            new QueryCollection(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["id"] = id.ToString() });
        return (await ListAsync(query, caller, backOffice, time, ct)).Result is Ok<Page<DeviceReply>> { Value.Content: [var one] }
            ? TypedResults.Ok(one)
            : Refusal.NotFound("device", id.ToString());
    }

    private static async Task<Results<NoContent, Refusal>> ActAsync(
        Guid id, ActionBody body, Caller caller, BackOffice backOffice, DevicePairer pairer, CancellationToken ct)
    {
        if (new FieldChecks().Required("action", body.Action).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        var code = await pairer.UnpairAsync(caller.Tenant, id, null, ct);
        if (code != PairCode.Ok) return PairWords.AsReply(code);
        work.Audit("device.unpair", "device", id);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IdReply>, Refusal>> SellAsync(
        string id, SellBody body, Caller caller, BackOffice backOffice, ILedger ledger, CancellationToken ct)
    {
        if (new FieldChecks().Required("device_id", body.DeviceId).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await SubscriptionReader.FindAsync(work.Session, id, ct) is not { } subscription)
            return Refusal.NotFound("subscription", id);
        await using var known =
            work.Session.Command("SELECT 1 FROM device WHERE tenant = $1 AND id = $2").With(caller.Tenant)
                .With(body.DeviceId!.Value);
        if (await known.ExecuteScalarAsync(ct) is null) return Refusal.NotFound("device", body.DeviceId.Value.ToString());
        var code = await ledger.SubmitAsync(new SellDevice(body.DeviceId.Value, subscription), ct);
        if (code != PairCode.Ok) return PairWords.AsReply(code);
        work.Audit("device.sell", "device", body.DeviceId.Value);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Ok(new IdReply(body.DeviceId.Value));
    }

    private static async Task<Results<Created<CodeReply>, Refusal>> IssueAsync(
        string id, Caller caller, BackOffice backOffice, ILedger ledger, RandomNumberGenerator random, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await SubscriptionReader.FindAsync(work.Session, id, ct) is not { } subscription)
            return Refusal.NotFound("subscription", id);
        var bytes = new byte[PairingTicket.CodeChars];
        random.GetBytes(bytes);
        var (code, expires) = (PairingTicket.CodeOf(bytes), work.Now + PairingTicket.Lifetime);
        var ticket = PairingTicket.IdOf(caller.Tenant, code);
        await ledger.SubmitAsync(new IssuePairingTicket(new PairingTicket(
            caller.Tenant, ticket, subscription.Owner, subscription.Id, subscription.Currency, expires, null)), ct);
        work.Audit("device.pairing_code", "subscription", subscription.Id);
        return await work.SaveAsync(ct) is { } no ? no
            : TypedResults.Created($"/backoffice/v2/subscriptions/{subscription.Id}", new CodeReply(code, expires.Epoch()));
    }
}
