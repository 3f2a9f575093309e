using CrmEdge.Contracts.Common;
using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Tests.Pos;

/// <summary>The cloud as a test wants it: what it answers, whether it is there, and what it was asked.</summary>
internal sealed class ScriptedLink : ICloudLink
{
    private bool _online = true;

    public event EventHandler? Changed;

    public bool Online
    {
        get => _online;
        set
        {
            _online = value;
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <summary>The reply to a record; null lets the till's time run out.</summary>
    public Func<long, PurchaseResult?> Reply { get; set; } = _ => Posted();

    public Func<IdentifyRequest, IdentifyReply?> Identify { get; set; } = _ => new IdentifyReply { Customer = Maria() };

    public Func<StatusRequest, StatusReply?> Status { get; set; } =
        _ => new StatusReply { Unknown = new Refusal { Code = "sale_unknown", Message = "No such sale." } };

    public List<IdentifyRequest> Identified { get; } = [];

    /// <summary>Holds every reply back until released.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public async Task<PurchaseResult?> AwaitReplyAsync(long seq, Deadline deadline, CancellationToken ct)
    {
        if (Hold is { } hold) await hold.Task.WaitAsync(ct);
        return Reply(seq);
    }

    public Task<IdentifyReply?> IdentifyAsync(IdentifyRequest request, Deadline deadline, CancellationToken ct)
    {
        Identified.Add(request);
        return Task.FromResult(Identify(request));
    }

    public Task<StatusReply?> StatusAsync(StatusRequest request, Deadline deadline, CancellationToken ct) =>
        Task.FromResult(Status(request));

    public Task<PairReply?> PairAsync(PairRequest request, Deadline deadline, CancellationToken ct) => Task.FromResult<PairReply?>(null);

    public Task<UnpairReply?> UnpairAsync(UnpairRequest request, Deadline deadline, CancellationToken ct) =>
        Task.FromResult<UnpairReply?>(null);

    public static PurchaseResult Posted(long spend = 0, long toPay = 1_000) => new()
    {
        State = "POSTED", PurchaseId = "0199aa00-0000-7000-8000-000000000001", Currency = "EUR", Award = 50, Spend = spend,
        AmountToPay = toPay, Customer = Maria(),
    };

    public static PurchaseResult Cancelled() => new() { State = "CANCELLED", PurchaseId = "0199aa00-0000-7000-8000-000000000001" };

    public static PurchaseResult Refused(string code) =>
        new() { State = "REFUSED", Refusal = new Refusal { Code = code, Message = $"The cloud says {code}." } };

    private static Customer Maria()
    {
        var maria = new Customer { ContactId = "0199aa00-0000-7000-8000-00000000c0de", ContactCode = "C-7", DisplayName = "Maria" };
        maria.Balances.Add(new Balance { Pocket = "BUSINESS", Available = new Contracts.Common.Money { Minor = 1_250, Currency = "EUR" } });
        return maria;
    }
}
