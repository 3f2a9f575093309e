using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Edge.Core.Pos.Line;
using CrmEdge.Hosting.Tracing;

namespace CrmEdge.Edge.Agent.Line;

/// <summary>Carries out the requests of one connection. Knows which till speaks: by the line it hangs on, or by pairing.</summary>
internal sealed class LineDesk(
    Sales sales, Identifying identifying, PairedTills tills, ICloudLink link, ICloudTime cloud, TimeZoneInfo zone, Traces traces,
    ILogger logger, LineOptions line)
{
    private const int WrongSecretsMax = 5;
    private const string Version = "1";

    private readonly bool _anybodyMayCall = line.Tap is null;
    private string? _tap = line.Tap;
    private int _wrongSecrets;

    /// <summary>True once the other side has guessed too often.</summary>
    public bool Closed => _wrongSecrets >= WrongSecretsMax;

    public async Task<LineMessage> AnswerAsync(LineMessage request, CancellationToken stop)
    {
        using var step = traces.Enter("ticket");
        if (LineTickets.Check(request) is { } wrong) return Refuse(request, wrong);
        if (request.Type == "HI") return Hello(request);
        if (_tap is not { } own) return Refuse(request, PosWords.NotPaired);
        if (request["tap"] is { } named && named != own) return Refuse(request, PosWords.TapNotYours, "tap");
        return request.Type switch
        {
            "ID" => await IdentifyAsync(request, own, stop),
            "SA" => await SellAsync(request, own, stop),
            "RV" => await ReverseAsync(request, own, stop),
            _ => await StatusAsync(request, own, stop),
        };
    }

    private LineMessage Hello(LineMessage request)
    {
        if (request["version"] is { } version && version != Version) return Refuse(request, "unknown_version", "version");
        // A line that belongs to a till needs no secret; a connection that anybody can make does.
        if (_anybodyMayCall)
        {
            _tap = tills.BySecret(request["secret"]);
            if (_tap is null)
            {
                _wrongSecrets++;
                return Refuse(request, PosWords.NotPaired, "secret");
            }
        }
        if (request["tap"] is { } named && named != _tap) return Refuse(request, PosWords.TapNotYours, "tap");
        return LineAnswers.Hello(request, _tap!, link.Online);
    }

    private async Task<LineMessage> IdentifyAsync(LineMessage request, string own, CancellationToken stop)
    {
        if (LineTickets.CheckWho(request) is { } wrong) return Refuse(request, wrong);
        var answer = await identifying.IdentifyAsync(own, LineTickets.Who(request), !LineTickets.NamesSomebody(request), stop);
        return LineAnswers.Identified(request, answer);
    }

    private async Task<LineMessage> SellAsync(LineMessage request, string own, CancellationToken stop)
    {
        var now = TimeZoneInfo.ConvertTime(cloud.Now, zone);
        if (LineTickets.Sale(request, now, out var draft) is { } wrong) return Refuse(request, wrong);
        var order = new SaleOrder(own, draft, UsePresented: !LineTickets.NamesSomebody(request));
        return LineAnswers.Sale(request, await sales.SellAsync(order, stop));
    }

    private async Task<LineMessage> ReverseAsync(LineMessage request, string own, CancellationToken stop)
    {
        if (Key(request, own) is not { } key) return Refuse(request, "reference_missing", "ref and day");
        var reason = request["reason"] ?? "customer_cancelled";
        if (reason is not ("customer_cancelled" or "merchant_cancelled" or "outcome_unknown"))
            return Refuse(request, "malformed_value", "reason");
        return LineAnswers.Sale(request, await sales.ReverseAsync(key, reason, null, stop));
    }

    private async Task<LineMessage> StatusAsync(LineMessage request, string own, CancellationToken stop) =>
        Key(request, own) is { } key
            ? LineAnswers.Sale(request, await sales.StatusAsync(key, stop))
            : Refuse(request, "reference_missing", "ref and day");

    private static BookingKey? Key(LineMessage request, string own) =>
        request["day"] is { Length: > 0 } day && request["ref"] is { Length: > 0 } reference ? new BookingKey(own, day, reference) : null;

    private LineMessage Refuse(LineMessage request, string code, string? field = null) =>
        Refuse(request, new LineRefusal(code, field));

    private LineMessage Refuse(LineMessage request, LineRefusal why)
    {
        LineLog.Refused(logger, request.Type, _tap ?? "a till that is not paired", line.Name, why.Code);
        return LineAnswers.Refused(request, why);
    }
}
