using System.Text.Json;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CrmEdge.Cloud.Host.Billing;

/// <summary>Invoices, the rate of their tax, and a run on demand.</summary>
internal static class InvoicesApi
{
    private const string Lines = """
        (SELECT json_agg(json_build_object('number', l.number, 'service', v.meter, 'cycle_start', l.cycle_start, 'cycle_end',
            l.cycle_end,
            'quantity', l.quantity, 'amount', l.amount, 'tax', l.tax) ORDER BY l.number)::text
         FROM invoice_line l LEFT JOIN subscription_service v ON v.tenant = l.tenant AND v.id = l.service
         WHERE l.tenant = i.tenant AND l.invoice = i.id)
        """;

    private static readonly SqlList<InvoiceReply> List = new(
        $"""
        SELECT i.id, i.number, i.owner, i.subscription, i.cycle_start, i.cycle_end, i.currency, i.net, i.tax, i.tax_percent,
            i.issued_at, {Lines}
        FROM invoice i
        """,
        "i.tenant", "i.number",
        new Dictionary<string, (string, bool)>
        {
            ["contact_id"] = ("i.owner", false), ["subscription_id"] = ("i.subscription", false), ["id"] = ("i.id", false),
        },
        Read);

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/invoices").WithTags("Billing");
        group.MapGet("", (HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct) =>
            ListAsync(request.Query, caller, backOffice, ct))
            .Requires(KeyRole.Read).WithSummary("List, also by contact or subscription");
        group.MapGet("/{id:guid}", GetAsync).Requires(KeyRole.Read).WithSummary("Read one with its lines");
        backOffice.MapPost("/billing_runs", RunAsync).Requires(KeyRole.Operate).WithTags("Billing")
            .WithSummary("Close all cycles that have ended; harmless to repeat");
        backOffice.MapPost("/tax_rates", TaxAsync).Requires(KeyRole.Approve).WithTags("Billing")
            .WithSummary("Set the tax rate of invoices issued from a day on");
    }

    internal sealed record LineReply(
        int Number, string Service, DateOnly CycleStart, DateOnly CycleEnd, decimal Quantity, decimal Amount, decimal Tax);

    /// <summary>Amounts in major units. The number has no gaps; the cycle ends before the day given.</summary>
    internal sealed record InvoiceReply(
        Guid Id, string Number, Guid ContactId, Guid SubscriptionId, DateOnly CycleStart, DateOnly CycleEnd, string CurrencyCode,
        decimal Net, decimal Tax, decimal Total, decimal TaxPercent, long IssuedOn, IReadOnlyList<LineReply> Lines);

    internal sealed record RunReply(int CyclesClosed, int InvoicesIssued);

    internal sealed record TaxBody(decimal? Percent, DateOnly? EffectiveFrom);

    private static InvoiceReply Read(NpgsqlDataReader row)
    {
        var currency = Currency.Of(row.GetString(6));
        decimal Major(long minor) => new Money(minor, currency).Major;
        var lines = JsonSerializer.Deserialize<List<LineReply>>(row.GetString(11), ApiJson.Options)!
            .ConvertAll(l => l with { Amount = Major((long)l.Amount), Tax = Major((long)l.Tax) });
        return new InvoiceReply(
            row.GetGuid(0), $"INV-{row.GetInt64(1):D8}", row.GetGuid(2), row.GetGuid(3), row.GetFieldValue<DateOnly>(4),
            row.GetFieldValue<DateOnly>(5),
            currency.Code, Major(row.GetInt64(7)), Major(row.GetInt64(8)), Major(row.GetInt64(7) + row.GetInt64(8)),
            row.GetDecimal(9),
            row.GetFieldValue<DateTimeOffset>(10).Epoch(), lines);
    }

    private static async Task<Results<Ok<Page<InvoiceReply>>, Refusal>> ListAsync(
        IQueryCollection query, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        return await List.ReadAsync(work.Session, query, ct);
    }

    private static async Task<Results<Ok<InvoiceReply>, Refusal>> GetAsync(
        Guid id, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        var query =
            new QueryCollection(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["id"] = id.ToString() });
        return (await ListAsync(query, caller, backOffice, ct)).Result is Ok<Page<InvoiceReply>> { Value.Content: [var one] }
            ? TypedResults.Ok(one)
            : Refusal.NotFound("invoice", id.ToString());
    }

    private static async Task<Ok<RunReply>> RunAsync(Caller caller, BillingRun run, CancellationToken ct)
    {
        var done = await run.RunAsync(caller.Tenant, ct);
        return TypedResults.Ok(new RunReply(done.Cycles, done.Invoices));
    }

    private static async Task<Results<Created<IdReply>, Refusal>> TaxAsync(
        TaxBody body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("percent", body.Percent)
            .That(body.Percent is null
                || (body.Percent is >= 0 and <= 100 && decimal.Round(body.Percent.Value, 4) == body.Percent), "percent",
                "is not from 0 to 100 with up to four decimals");
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        var id = work.NewId();
        var from = body.EffectiveFrom ?? await SubscriptionReader.TodayAsync(work.Session, work.Now, ct);
        await using var command = work.Session.Command(
            "INSERT INTO tax_rate (tenant, id, percent, effective_from, created_at) VALUES ($1, $2, $3, $4, $5)")
            .With(caller.Tenant).With(id).With(body.Percent!.Value).With(from).With(work.Now);
        await command.ExecuteNonQueryAsync(ct);
        work.Audit("tax_rate.add", "tax_rate", id);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Created("/backoffice/v2/tax_rates", new IdReply(id));
    }
}
