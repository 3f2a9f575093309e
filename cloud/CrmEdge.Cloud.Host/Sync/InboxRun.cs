using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Consecutive records of one type, to be applied together, and the ledger that marks them done with what they
/// do.</summary>
internal sealed class InboxRun(EdgeId edge, Guid incarnation, IReadOnlyList<InboxRecord> records, ILedger ledger, IMarker marker)
{
    private readonly MarkingLedger _marking = new(edge.Tenant, ledger, marker);

    public EdgeId Edge { get; } = edge;

    public Guid Incarnation { get; } = incarnation;

    public IReadOnlyList<InboxRecord> Records { get; } = records;

    /// <summary>Operations of the business carry the mark; those of wallet homes go as they are.</summary>
    public ILedger Ledger => _marking;

    /// <summary>True once an operation that carried the mark was kept.</summary>
    public bool IsMarked => _marking.IsMarked;

    /// <summary>Submits the run's operation; records that its outcome refuses are set aside in the same batch.</summary>
    public Task<T> CommitAsync<T>(
        IOperation<T> operation, Func<T, IEnumerable<(InboxRecord Record, string Code, string Message)>> refused,
            CancellationToken ct) =>
        _marking.SubmitAsync(operation, outcome => refused(outcome).Select(r => Aside(r.Record, r.Code, r.Message)), ct);

    /// <summary>True where a person has a record applied that was set aside.</summary>
    public bool IsReplay { get; } = marker is QuarantineMarker;

    /// <summary>The entry under which a record is set aside.</summary>
    public QuarantineEntry Aside(InboxRecord record, string code, string message) => new()
    {
        Tenant = Edge.Tenant, Id = QuarantineEntry.IdOf(Edge.Edge, Incarnation, record.Seq), Edge = Edge.Edge,
            Incarnation = Incarnation,
        Seq = record.Seq, Type = record.Type, Version = record.Version, RecordedAt = record.RecordedAt,
            SetAsideAt = record.ReceivedAt,
        Code = code, Message = message, Payload = record.Payload, Trace = record.Trace,
    };

    private sealed class MarkingLedger(Guid tenant, ILedger ledger, IMarker marker) : ILedger
    {
        private volatile bool _marked;

        public bool IsMarked => _marked;

        public Task<TOutcome> SubmitAsync<TOutcome>(IOperation<TOutcome> operation, CancellationToken ct) =>
            operation.Partition.Tenant == tenant ? SubmitAsync(operation, null, ct) : ledger.SubmitAsync(operation, ct);

        public async Task<TOutcome> SubmitAsync<TOutcome>(
            IOperation<TOutcome> operation, Func<TOutcome, IEnumerable<QuarantineEntry>>? refused, CancellationToken ct)
        {
            var marked = await ledger.SubmitAsync(new Marked<TOutcome>(operation, marker, refused), ct);
            if (marked.Kept) _marked = true;
            return marked.Outcome;
        }
    }
}
