using System.Globalization;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Catalogue;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Subscriptions;

/// <summary>What contacts subscribe to.</summary>
internal static class SubscriptionsApi
{
    private const int ServicesMax = 50;

    private const string Services = """
        (SELECT coalesce(json_agg(json_build_object('id', v.id, 'product', v.product, 'meter', v.meter, 'state', v.state) ORDER
            BY v.meter), '[]')::text
         FROM subscription_service v WHERE v.tenant = s.tenant AND v.owner = s.id)
        """;

    private static readonly SqlList<SubscriptionReply> List = new(
        $"SELECT s.id, s.code, s.owner, s.currency, s.first_day, s.billed_to, s.opened_at, {Services} FROM subscription s",
        "s.tenant", "s.opened_at, s.id",
        new Dictionary<string,
        (string, bool)> { ["contact_id"] = ("s.owner", false), ["code"] = ("s.code", true), ["id"] = ("s.id", false) },
        row => new SubscriptionReply(
            row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GetString(3), row.GetFieldValue<DateOnly>(4),
            row.GetFieldValue<DateOnly>(5),
            row.GetFieldValue<DateTimeOffset>(6).Epoch(), ServiceReply.Read(row.GetString(7))));

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/subscriptions").WithTags("Subscriptions");
        group.MapPost("", OpenAsync).Requires(KeyRole.Operate).WithSummary("Subscribe a contact to usage services");
        group.MapGet("", (HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct) =>
            ListAsync(request.Query, caller, backOffice, ct))
            .Requires(KeyRole.Read).WithSummary("List, also by contact");
        group.MapGet("/{id:guid}", GetAsync).Requires(KeyRole.Read).WithSummary("Read one");
    }

    internal sealed record ServiceBody(string? Product);

    internal sealed record SubscriptionBody(Guid? Id, string? ContactId, IReadOnlyList<ServiceBody>? Services, long? EffectiveOn);

    internal sealed record ServiceReply(Guid Id, Guid Product, string Meter, string State)
    {
        public static IReadOnlyList<ServiceReply> Read(string json) =>
            System.Text.Json.JsonSerializer.Deserialize<List<ServiceReply>>(json, ApiJson.Options)!
                .ConvertAll(s => s with { State = s.State.ToUpperInvariant() });
    }

    internal sealed record SubscriptionReply(
        Guid Id, string Code, Guid ContactId, string CurrencyCode, DateOnly FirstDay, DateOnly BilledTo, long OpenedOn,
        IReadOnlyList<ServiceReply> Services);

    private static async Task<Results<Created<IdReply>, Refusal>> OpenAsync(
        SubscriptionBody body, Caller caller, BackOffice backOffice, ILedger ledger, CancellationToken ct)
    {
        if (Check(body) is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Contacts.AsNoTracking().ByIdOrCode(body.ContactId!).FirstOrDefaultAsync(ct) is not { } contact)
            return Refusal.NotFound("contact", body.ContactId!);
        var products = new List<ProductRow>();
        foreach (var service in body.Services!)
        {
            var (product, refusal) = await ProductAsync(work, service.Product!, contact.Currency, ct);
            if (product is null) return refusal!;
            products.Add(product);
        }
        var start = body.EffectiveOn is { } on ? DateTimeOffset.FromUnixTimeSeconds(on) : work.Now;
        var firstDay = await SubscriptionReader.TodayAsync(work.Session, start, ct);
        var id = body.Id ?? work.NewId();
        var sold = new Subscription(
            caller.Tenant, id, contact.Id, CodeOf(id), Currency.Of(contact.Currency), firstDay, firstDay, work.Now);
        var services = products.DistinctBy(p => p.Id).Select(p => new SubscribedService(
            caller.Tenant, NamedId.Of(id, $"service:{p.Id:N}"), id, p.Id, p.Sku, ServiceState.Effective, firstDay)).ToList();
        if (await ledger.SubmitAsync(new OpenSubscription(sold, services), ct) == OpenedCode.IdTaken)
            return Refusal.Of(Codes.IdExists, "This id is another contact's subscription. Send another id.", "id", "is taken");
        work.Audit("subscription.open", "subscription", id);
        return await work.SaveAsync(ct) is { } no ? no
            : TypedResults.Created($"/backoffice/v2/subscriptions/{id}", new IdReply(id));
    }

    private static Refusal? Check(SubscriptionBody body)
    {
        var checks = new FieldChecks().Required("contact_id", body.ContactId).Required("services", body.Services)
            .That(body.Services is null or { Count: > 0 and <= ServicesMax }, "services", $"has not 1 to {ServicesMax} entries")
            .That(body.Id != Guid.Empty, "id", "is no id")
            .That(body.EffectiveOn is null or (>= 0 and <= 253_402_300_799), "effective_on", "is no time in epoch seconds");
        foreach (var (service, i) in (body.Services ?? []).Take(ServicesMax).Select((s, i) => (s, i)))
            checks.Required($"services[{i}].product", service?.Product);
        return checks.Refusal;
    }

    private static async Task<(ProductRow? Product, Refusal? Refusal)> ProductAsync(
        Work work, string idOrSku, string currency, CancellationToken ct)
    {
        var id = Guid.TryParse(idOrSku, out var parsed) ? parsed : (Guid?)null;
        var product =
            await work.Db.Products.AsNoTracking().FirstOrDefaultAsync(p => id == null ? p.Sku == idOrSku : p.Id == id, ct);
        if (product is null) return (null, Refusal.NotFound("product", idOrSku));
        if (product.Classification != Words.Of(Classification.UsageService))
            return (null,
                Refusal.Of(
                    Codes.Validation, "A subscription holds products of classification USAGE_SERVICE.", "product",
                    $"is a {product.Classification}"));
        await using var priced = work.Session.Command(
            "SELECT EXISTS (SELECT FROM usage_price WHERE tenant = $1 AND product = $2 AND currency = $3)")
            .With(work.Caller.Tenant).With(product.Id).With(currency);
        return (bool)(await priced.ExecuteScalarAsync(ct))! ? (product, null) : (null, Refusal.Of(
            Codes.Validation, $"The product has no usage price in {currency}, the contact's currency. Add one first.", "product",
            "has no price"));
    }

    private static async Task<Results<Ok<Page<SubscriptionReply>>, Refusal>> ListAsync(
        IQueryCollection query, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        return await List.ReadAsync(work.Session, query, ct);
    }

    private static async Task<Results<Ok<SubscriptionReply>, Refusal>> GetAsync(
        Guid id, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        var query =
            new QueryCollection(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["id"] = id.ToString() });
        return (await ListAsync(query, caller, backOffice, ct)).Result is Ok<Page<SubscriptionReply>> { Value.Content: [var one] }
            ? TypedResults.Ok(one)
            : Refusal.NotFound("subscription", id.ToString());
    }

    // Sixteen digits from the id's random end.
    private static string CodeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var random = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return (random % 10_000_000_000_000_000).ToString("D16", CultureInfo.InvariantCulture);
    }
}
