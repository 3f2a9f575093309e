using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>The tenant's clock: in test mode it can be moved on, to see what days and months bring.</summary>
internal static class ClockApi
{
    private const long OffsetSecondsMax = 20L * 366 * 86_400;

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/clock").WithTags("Test mode");
        group.MapGet("", GetAsync).Requires(KeyRole.Read).WithSummary("What time it is for this tenant");
        group.MapPost("/actions", ActAsync).Requires(KeyRole.Operate).WithSummary("Move the clock of the test mode on");
    }

    internal enum ClockAction
    {
        Advance,
    }

    internal sealed record ClockStep(ClockAction? Action, long? Seconds);

    internal sealed record ClockReply(long Now, long OffsetSeconds, TenantMode Mode);

    private static async Task<Ok<ClockReply>> GetAsync(Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var row = await work.Db.Tenants.AsNoTracking().SingleAsync(ct);
        return TypedResults.Ok(new ClockReply(work.Now.Epoch(), row.ClockOffsetSeconds, caller.Mode));
    }

    private static async Task<Results<Ok<ClockReply>, Refusal>> ActAsync(
        ClockStep body, Caller caller, BackOffice backOffice, BusinessClock clock, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("action", body.Action).Required("seconds", body.Seconds)
            .That(body.Seconds is null or > 0 and <= OffsetSecondsMax, "seconds",
                $"is no whole number from 1 to {OffsetSecondsMax}; clocks only go forward");
        if (checks.Refusal is { } wrong) return wrong;
        if (caller.Mode != TenantMode.Test) return OrganisationCodes.LiveClock();
        await using var work = await backOffice.OpenAsync(caller, ct);
        var row = await work.Db.Tenants.SingleAsync(ct);
        if (row.ClockOffsetSeconds + body.Seconds!.Value > OffsetSecondsMax)
        {
            return Refusal.Of(Codes.Validation, "The clock would be more than twenty years ahead. Move it on by less.",
                "seconds", "is too much");
        }
        row.ClockOffsetSeconds += body.Seconds.Value;
        work.Audit("clock.advance", "tenant", caller.Tenant);
        if (await work.FlushAsync(ct) is { } refusal) return refusal;
        await using (var notify = work.Session.Command($"NOTIFY {ClockWatch.Channel}")) await notify.ExecuteNonQueryAsync(ct);
        if (await work.SaveAsync(ct) is { } no) return no;
        clock.Learn(caller.Tenant, TimeSpan.FromSeconds(row.ClockOffsetSeconds));
        return TypedResults.Ok(new ClockReply(clock.Now(caller.Tenant).Epoch(), row.ClockOffsetSeconds, caller.Mode));
    }
}
