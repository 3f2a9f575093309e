using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Contracts.Enrolment;
using Grpc.Core;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Renews certificates on the sync endpoint: the present one is the credential, and stays valid to its end.</summary>
internal sealed partial class RenewalService(
    EdgeDirectory edges, EdgeCertificates certificates, Databases databases, ILogger<RenewalService> logger) : Renewal.RenewalBase
{
    public override async Task<EnrolReply> Renew(RenewRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var caller = EdgeDirectory.CallerOf(context);
        var check = await edges.CheckAsync(caller, ct);
        if (check != EdgeCode.Ok) return new EnrolReply { Refused = Refusals.Of(check) };
        if (CertificateAuthority.KeyOf(request.CertificateRequest.Memory) is not { } key)
            return new EnrolReply { Refused = Refusals.Of(EdgeCode.RequestMalformed) };
        await using var session = await TenantSession.OpenAsync(databases, caller!.Id.Tenant, ct);
        var enrolled = await certificates.IssueAsync(session, caller.Id, key, ct);
        await session.CommitAsync(ct);
        Log.Renewed(logger, caller.Id.Edge, enrolled.ValidUntil.ToDateTimeOffset());
        return new EnrolReply { Enrolled = enrolled };
    }

    private static partial class Log
    {
        [LoggerMessage(3403, LogLevel.Information, "Edge {Edge} renewed its certificate until {Until:u}")]
        public static partial void Renewed(ILogger logger, Guid edge, DateTimeOffset until);
    }
}
