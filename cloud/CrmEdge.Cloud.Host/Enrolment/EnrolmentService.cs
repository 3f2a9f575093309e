using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Contracts.Enrolment;
using Google.Protobuf;
using Grpc.Core;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Trades pairing codes for certificates, on the enrolment endpoint.</summary>
internal sealed partial class EnrolmentService(
    CertificateAuthority authority, PairingCodes codes, EdgeCertificates certificates, EnrolmentAttempts attempts,
    Databases databases, TimeProvider time, ILogger<EnrolmentService> logger) : Contracts.Enrolment.Enrolment.EnrolmentBase
{
    private const int TextCharsMax = 200;

    public override Task<AuthorityReply> Authority(AuthorityRequest request, ServerCallContext context) =>
        Task.FromResult(new AuthorityReply { Authority = ByteString.CopyFrom(authority.Der) });

    public override async Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context)
    {
        var peer = context.GetHttpContext().Connection.RemoteIpAddress;
        if (!attempts.TryTake(peer)) return Refused(EdgeCode.TooManyAttempts);
        if (CertificateAuthority.KeyOf(request.CertificateRequest.Memory) is not { } key) return Refused(
            EdgeCode.RequestMalformed);
        var found = PairingCode.Parse(request.PairingCode) is { } code ? await codes.FindAsync(code, context.CancellationToken)
            : null;
        var keyHash = SHA256.HashData(key.ExportSubjectPublicKeyInfo());
        var check = EnrolRule.Check(found?.Code, keyHash, request.EdgeTime?.ToDateTimeOffset(), time.GetUtcNow());
        return check == EdgeCode.Ok ? await EnrolAsync(found!, request, key, keyHash, context.CancellationToken) : Refused(check);
    }

    private async Task<EnrolReply> EnrolAsync(
        PairingRow row, EnrolRequest request, PublicKey key, byte[] keyHash, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, row.Edge.Tenant, ct);
        var now = time.GetUtcNow();
        if (!await PairingCodes.UseAsync(session, row.Id, keyHash, now, ct)) return Refused(EdgeCode.CodeUsed);
        await using var update = session.Command("""
            UPDATE edge SET state = 'ENROLLED', enrolled_at = $3, revoked_at = NULL, hardware = $4, agent_version = $5
            WHERE tenant = $1 AND id = $2
            """).With(row.Edge.Tenant).With(row.Edge.Edge).With(now)
            .With(Short(request.Hardware)).With(Short(request.AgentVersion));
        await update.ExecuteNonQueryAsync(ct);
        var enrolled = await certificates.IssueAsync(session, row.Edge, key, ct);
        await session.CommitAsync(ct);
        Log.Enrolled(logger, row.Edge.Edge, row.Edge.Tenant);
        return new EnrolReply { Enrolled = enrolled };
    }

    private EnrolReply Refused(EdgeCode code)
    {
        Log.Refused(logger, code);
        return new EnrolReply { Refused = Refusals.Of(code) };
    }

    private static string Short(string text) => Kernel.Privacy.Scrubber.Scrub(
        text.Length <= TextCharsMax ? text : text[..TextCharsMax]);

    private static partial class Log
    {
        [LoggerMessage(3401, LogLevel.Information, "Edge {Edge} of tenant {Tenant} was enrolled")]
        public static partial void Enrolled(ILogger logger, Guid edge, Guid tenant);

        [LoggerMessage(3402, LogLevel.Warning, "An enrolment was refused: {Code}")]
        public static partial void Refused(ILogger logger, EdgeCode code);
    }
}
