using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>Who did what, to be read by those who may approve.</summary>
internal static class AuditApi
{
    private static readonly ListSpec<AuditRow> List = new ListSpec<AuditRow> { DefaultSort = "at", Id = row => row.Id }
        .Date("at", row => row.At)
        .Filter("action", text => row => row.Action == text)
        .Filter("subject", text => row => row.Subject == text)
        .Filter("subject_id", text => row => row.SubjectId == text)
        .Filter("actor_id", text => Guid.TryParse(text, out var id) ? row => row.Actor == id : null);

    public static void Map(IEndpointRouteBuilder backOffice) =>
        backOffice.MapGet("/audit", ListAsync).Requires(KeyRole.Approve).Lists(List).WithTags("Audit")
            .WithSummary("List who did what");

    internal sealed record AuditReply(
        Guid Id, long At, Named Actor, string Action, string Subject, string SubjectId, string? TraceId)
    {
        public static AuditReply Of(AuditRow row) => new(
            row.Id, row.At.Epoch(), new Named(row.Actor, row.ActorName), row.Action, row.Subject, row.SubjectId, row.Trace);
    }

    private static async Task<Results<Ok<Page<AuditReply>>, Refusal>> ListAsync(
        HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var (query, refusal) = ListQuery<AuditRow>.Read(work.Db.Audit.AsNoTracking(), List, request.Query);
        return query is null ? refusal! : TypedResults.Ok(await query.PageAsync(AuditReply.Of, ct));
    }
}
