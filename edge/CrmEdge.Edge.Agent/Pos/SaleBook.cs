using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Edge.Core.Pos;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Sales and reversals as operations of the journal. Each method is one commit.</summary>
internal sealed partial class SaleBook(EdgeJournal journal)
{
    /// <summary>Where messages are remembered by another name than their booking key.</summary>
    public const string AliasSpace = "pos.message";

    private const int AliasVersion = 1;
    private const int OverheadBytes = 512;

    public Operation? Find(string key) => journal.Reader.FindOperation(key);

    /// <summary>What a message led to; null where it is not known, or no longer.</summary>
    public NamedOperation? FindAlias(string alias)
    {
        if (journal.Reader.FindDocument(AliasSpace, alias) is not { } found) return null;
        var parts = Encoding.UTF8.GetString(found.Body.Span).Split('\n');
        return new NamedOperation(parts[0], parts[1]);
    }

    /// <summary>The answer stored with an operation; null while there is none.</summary>
    public static SaleAnswer? Answer(Operation? operation) =>
        operation is { Reply.Length: > 0 } ? JsonSerializer.Deserialize(operation.Reply.Span, Json.Default.SaleAnswer) : null;

    /// <summary>Intent, record and SENT, and the names it may be asked for by.</summary>
    public Task<BeginOutcome> BeginSaleAsync(ReadSale sale, ReadOnlyMemory<byte> digest, JournalRecord record, CancellationToken ct) =>
        WriteAsync(record.Bytes, transaction => Begin(transaction, sale.Key.Sale, digest, record, Named(sale.Alias, sale.Key)), ct);

    /// <summary>A reversal that a till asks for. A sale that never came is declined with it, so that it cannot come later.</summary>
    public Task<BeginOutcome> BeginReversalAsync(BookingKey key, JournalRecord record, string? alias, CancellationToken ct) =>
        WriteAsync(record.Bytes, transaction =>
        {
            var begun = Begin(transaction, key.Reversal, SalePlan.TombstoneHash, record, Named(alias, key));
            if (!begun.IsKept || transaction.FindOperation(key.Sale) is not null) return begun;
            var tombstone = transaction.BeginOperation(key.Sale, SalePlan.TombstoneHash.Span);
            if (tombstone.Code == OperationCode.Moved)
            {
                var declined = Bytes(SaleAnswer.Declined(PosWords.ReversedBeforeSale));
                tombstone = transaction.MoveOperation(key.Sale, OperationEvent.Decline, declined);
            }
            return tombstone.Code == OperationCode.Moved ? begun : JournalVerdict.Discard(new BeginOutcome(CodeOf(tombstone.Code), 0));
        }, ct);

    /// <summary>Stores what was decided; false where the disk did not take it.</summary>
    public async Task<bool> DecideAsync(string key, SaleAnswer answer, CancellationToken ct)
    {
        var happened = answer.State == SaleState.Declined ? OperationEvent.Decline : OperationEvent.Approve;
        var reply = Bytes(answer);
        var outcome = await journal.WriteAsync(new JournalWrite<OperationCode>(
            reply.Length + OverheadBytes,
            transaction => JournalVerdict.Keep(transaction.MoveOperation(key, happened, reply).Code)), ct);
        return outcome.Code == WriteCode.Kept;
    }

    /// <summary>Nobody answered: the reversal's record and the outcome, together; false where the disk did not take it.</summary>
    public async Task<bool> UndoAsync(BookingKey key, JournalRecord reversal, SaleAnswer answer, CancellationToken ct)
    {
        var reply = Bytes(answer);
        var outcome = await journal.WriteAsync(new JournalWrite<bool>(reversal.Bytes + reply.Length + OverheadBytes, transaction =>
        {
            var appended = transaction.Append(reversal);
            var lost = transaction.MoveOperation(key.Sale, OperationEvent.LoseAnswer).Code;
            var reversed = transaction.MoveOperation(key.Sale, OperationEvent.Reverse, reply).Code;
            var done = appended.IsDurable && lost is OperationCode.Moved or OperationCode.Already && reversed == OperationCode.Moved;
            return done ? JournalVerdict.Keep(true) : JournalVerdict.Discard(false);
        }), ct);
        return outcome is { Code: WriteCode.Kept, Value: true };
    }

    private static JournalVerdict<BeginOutcome> Begin(
        IJournalTransaction transaction, string key, ReadOnlyMemory<byte> digest, JournalRecord record,
        (string Alias, string Number)? named)
    {
        var begun = transaction.BeginOperation(key, digest.Span);
        if (begun.Code != OperationCode.Moved) return JournalVerdict.Discard(new BeginOutcome(CodeOf(begun.Code), 0));
        var appended = transaction.Append(record);
        if (appended.Code != AppendCode.Recorded) return JournalVerdict.Discard(new BeginOutcome(CodeOf(appended.Code), 0));
        var sent = transaction.MoveOperation(key, OperationEvent.Send, seq: appended.Seq);
        if (sent.Code != OperationCode.Moved) return JournalVerdict.Discard(new BeginOutcome(CodeOf(sent.Code), 0));
        if (named is var (alias, number))
        {
            var put = transaction.PutDocument(AliasSpace, alias, AliasVersion, Encoding.UTF8.GetBytes($"{key}\n{number}"));
            if (put == DocumentCode.JournalFull) return JournalVerdict.Discard(new BeginOutcome(PosWords.JournalFull, 0));
        }
        return JournalVerdict.Keep(new BeginOutcome(null, appended.Seq));
    }

    private static (string, string)? Named(string? alias, BookingKey key) => alias is null ? null : (alias, key.Number);

    private async Task<BeginOutcome> WriteAsync(
        int bytes, Func<IJournalTransaction, JournalVerdict<BeginOutcome>> apply, CancellationToken ct)
    {
        var outcome = await journal.WriteAsync(new JournalWrite<BeginOutcome>(bytes + OverheadBytes, apply), ct);
        return outcome.Code == WriteCode.JournalUnavailable ? new BeginOutcome(PosWords.JournalUnavailable, 0) : outcome.Value;
    }

    private static string CodeOf(OperationCode code) => code switch
    {
        OperationCode.KeyReused => PosWords.ReferenceReused,
        OperationCode.JournalFull => PosWords.JournalFull,
        OperationCode.Malformed => PosWords.SaleTooLarge,
        _ => PosWords.InProgress,
    };

    private static string CodeOf(AppendCode code) => code switch
    {
        AppendCode.KeyReused => PosWords.ReferenceReused,
        AppendCode.JournalFull => PosWords.JournalFull,
        AppendCode.RecordTooLarge => PosWords.SaleTooLarge,
        AppendCode.JournalUnavailable => PosWords.JournalUnavailable,
        // The record outlived its operation: the cloud has the answer.
        _ => PosWords.InProgress,
    };

    private static byte[] Bytes(SaleAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, Json.Default.SaleAnswer);

    [JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(SaleAnswer))]
    private sealed partial class Json : JsonSerializerContext;
}

/// <summary>What a message led to.</summary>
/// <param name="Key">The operation's key in the journal.</param>
/// <param name="Number">The sale as a till names it: day and reference.</param>
internal readonly record struct NamedOperation(string Key, string Number)
{
    /// <summary>True for a sale, false for its reversal.</summary>
    public bool IsSale => BookingKey.IsSale(Key);
}

/// <summary>How beginning an operation ended.</summary>
/// <param name="Refusal">A code; null where it is durable and sent.</param>
/// <param name="Seq">The record that carries it.</param>
internal readonly record struct BeginOutcome(string? Refusal, long Seq);
