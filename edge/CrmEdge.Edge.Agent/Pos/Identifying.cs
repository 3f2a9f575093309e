using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;
using Microsoft.Extensions.Options;
using Customer = CrmEdge.Edge.Core.Pos.Customer;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Tells who stands at a till: by the cloud, and by the snapshot while it cannot be asked. Changes nothing.</summary>
internal sealed class Identifying(
    SaleReading reading, PurchaseRecords records, ICloudLink link, IContactSnapshot contacts, IdSource ids,
    TimeProvider time, IOptions<PosOptions> options, ILogger<Identifying> logger)
{
    public async Task<IdentifyAnswer> IdentifyAsync(string tap, IdentificationDraft draft, bool usePresented, CancellationToken ct)
    {
        var answer = await AskAsync(tap, draft, usePresented, ct);
        if (answer.Customer is null) PosLog.NotIdentified(logger, tap, answer.Code);
        return answer;
    }

    private async Task<IdentifyAnswer> AskAsync(string tap, IdentificationDraft draft, bool usePresented, CancellationToken ct)
    {
        var (who, refused) = reading.Read(tap, draft, usePresented);
        if (who is null) return refused!;
        if (!link.Online) return Offline(who, PosWords.NotKnownOffline);
        var request = new IdentifyRequest { Tap = tap, RequestId = ids.Next().ToString() };
        request.Identification = records.Wire(who, request.RequestId);
        var wait = Deadline.After(TimeSpan.FromSeconds(options.Value.AnswerSeconds), time);
        var reply = await link.IdentifyAsync(request, wait, ct);
        return reply?.OutcomeCase switch
        {
            IdentifyReply.OutcomeOneofCase.Customer => IdentifyAnswer.Known(CloudAnswers.Of(reply.Customer)),
            IdentifyReply.OutcomeOneofCase.Refused =>
                new IdentifyAnswer(null, reply.Refused.Code, reply.Refused.Message, reply.Refused.Retry),
            _ => Offline(who, PosWords.CloudSilent),
        };
    }

    private IdentifyAnswer Offline(Means who, string otherwise)
    {
        var row = who is Means.Medium medium ? medium.Hashes.Select(contacts.Find).FirstOrDefault(found => found is not null) : null;
        if (row is null) return IdentifyAnswer.Refused(otherwise);
        return IdentifyAnswer.Known(new Customer(row.ContactId, row.ContactCode, row.DisplayName, []), PosWords.KnownOffline);
    }
}
