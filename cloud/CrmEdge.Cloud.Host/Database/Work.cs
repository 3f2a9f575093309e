using System.Diagnostics;
using CrmEdge.Cloud.Host.Api;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>
/// What one back-office request does: one transaction as its caller's tenant, with the audit trail in it. Disposed without
/// <see cref="SaveAsync"/>, nothing remains.
/// </summary>
internal sealed class Work : IAsyncDisposable
{
    private readonly IdSource _ids;

    internal Work(TenantSession session, BackOfficeDb db, Caller caller, DateTimeOffset now, IdSource ids)
    {
        (Session, Db, Caller, Now) = (session, db, caller, now);
        _ids = ids;
    }

    public TenantSession Session { get; }

    public BackOfficeDb Db { get; }

    public Caller Caller { get; }

    /// <summary>The tenant's own time, the same for the whole request.</summary>
    public DateTimeOffset Now { get; }

    public Guid NewId() => _ids.Next();

    /// <summary>Notes the deed; it is written with it or not at all.</summary>
    public void Audit(string action, string subject, object subjectId) => Db.Audit.Add(new AuditRow
    {
        Tenant = Caller.Tenant, Id = NewId(), At = Now, Actor = Caller.Actor, ActorName = Caller.ActorName,
        Action = action, Subject = subject, SubjectId = subjectId.ToString() ?? "",
        Trace = Activity.Current?.TraceId.ToString(),
    });

    /// <summary>Writes and commits; a refusal where the database's own rules say no. Then nothing was written.</summary>
    public async Task<Refusal?> SaveAsync(CancellationToken ct)
    {
        if (await FlushAsync(ct) is { } refusal) return refusal;
        await Session.CommitAsync(ct);
        return null;
    }

    /// <summary>Writes without committing yet. After a refusal the work can only be disposed.</summary>
    public async Task<Refusal?> FlushAsync(CancellationToken ct)
    {
        try
        {
            await Db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal(Codes.ConcurrentUpdate,
                "Somebody else changed this resource at the same time. Read it again, then repeat your change.");
        }
        catch (DbUpdateException e) when (
            e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } taken)
        {
            return Constraints.Explain(taken.ConstraintName);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        await Session.DisposeAsync();
    }
}
