using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

public sealed partial class Books
{
    /// <summary>
    /// Posts a transfer, or answers why not. A refusal for the state of the books is remembered if the operation is kept.
    /// </summary>
    public PostCode Post(Transfer transfer)
    {
        ArgumentNullException.ThrowIfNull(transfer);
        var code = Post(transfer, linked: false);
        if (code.DependsOnState()) Remember(transfer.Id, code.Name());
        return code;
    }

    /// <summary>
    /// Posts all or none: <see cref="PostCode.Ok"/>, or <see cref="PostCode.Exists"/> where all were posted before, else the
    /// code of the first that was refused.
    /// </summary>
    /// <param name="transfers">In the order in which they are checked, each seeing what those before it did.</param>
    /// <param name="failed">Which was refused; −1 where none was.</param>
    public PostCode PostLinked(IReadOnlyList<Transfer> transfers, out int failed)
    {
        ArgumentNullException.ThrowIfNull(transfers);
        var outer = _layer;
        var chain = _layer = new Layer(outer);
        var code = PostChain(transfers, out failed);
        _layer = outer;
        if (code == PostCode.Ok) chain.MergeInto(outer);
        else foreach (var dropped in chain.Transfers.Keys) Assume(dropped);
        if (code.DependsOnState()) Remember(transfers[failed].Id, code.Name());
        return code;
    }

    /// <inheritdoc cref="PostLinked(IReadOnlyList{Ledger.Transfer}, out int)"/>
    public PostCode PostLinked(IReadOnlyList<Transfer> transfers) => PostLinked(transfers, out _);

    internal void Remember(Guid id, string code) => _layer.Refusals.TryAdd(Key(id), new Refusal(Key(id), code, _now, Partition));

    private static TimeSpan Microseconds(TimeSpan time) => time - new TimeSpan(time.Ticks % TimeSpan.TicksPerMicrosecond);

    private PostCode PostChain(IReadOnlyList<Transfer> transfers, out int failed)
    {
        var existing = 0;
        for (failed = 0; failed < transfers.Count; failed++)
        {
            var code = Post(transfers[failed], linked: true);
            if (code == PostCode.Exists) existing++;
            else if (code != PostCode.Ok) return code;
            if (existing > 0 && existing <= failed) return PostCode.LinkedPartlyExists;
        }
        failed = -1;
        return existing > 0 ? PostCode.Exists : PostCode.Ok;
    }

    private PostCode Post(Transfer transfer, bool linked)
    {
        Invariant.Holds(transfer.Tenant == Tenant);
        var t = transfer is { EventAt: null, Timeout: null } ? transfer : transfer with
        {
            EventAt = transfer.EventAt is { } at ? RecordedTime.Microseconds(at) : null,
            Timeout = transfer.Timeout is { } timeout ? Microseconds(timeout) : null,
        };
        var shape = TransferLadder.Shape(t);
        if (shape != PostCode.Ok) return shape;
        var hold = t.PendingId is { } id ? Transfer(id) : null;
        if (Stored(t.Key) is { } stored) return TransferLadder.Replay(stored, t, hold);
        var code = RefusedAs(t.Id) is not null ? PostCode.IdAlreadyRefused
            : t.EndsHold ? EndHold(t, hold, linked)
            : Move(t, linked);
        // Where it is posted, its unique key proves that the id is new.
        if (code != PostCode.Ok) Assume(t.Key);
        return code;
    }

    private PostCode Move(Transfer t, bool linked)
    {
        var (debit, credit) = (Account(t.Debit), Account(t.Credit));
        var code = TransferLadder.Move(t, debit, credit, Partition, linked);
        if (code != PostCode.Ok) return code;
        var asked = t.IsBalancing ? t with { Amount = TransferLadder.Balanced(t, debit!, credit!) } : t;
        code = TransferLadder.Bear(asked, debit!, credit!);
        if (code != PostCode.Ok) return code;
        var taken = Taken(asked, debit!, credit!);
        Write(
            taken,
            debit!.Debited(taken).ClosedIf(t.Options.HasFlag(TransferOptions.ClosingDebit)),
            credit!.Credited(taken).ClosedIf(t.Options.HasFlag(TransferOptions.ClosingCredit)));
        return PostCode.Ok;
    }

    private PostCode EndHold(Transfer t, Transfer? hold, bool linked)
    {
        var ended = hold is null ? null : EndOf(hold.Id);
        var code = TransferLadder.EndHold(t, hold, ended, _now);
        if (code != PostCode.Ok) return code;
        var (debit, credit) = (Account(hold!.Debit)!, Account(hold.Credit)!);
        if (debit.Partition != Partition) return linked ? PostCode.LinkedAcrossPartitions : PostCode.AccountInOtherPartition;
        var amount = TransferLadder.AmountAsked(t, hold);
        var end = Taken(
            t with
            {
                Debit = hold.Debit,
                Credit = hold.Credit,
                Amount = amount,
                Code = hold.Code,
                References = t.References == default ? hold.References : t.References,
            },
            debit,
            credit);
        Write(end, debit.DebitHoldEnded(end, hold.Amount.Minor), credit.CreditHoldEnded(end, hold.Amount.Minor));
        return PostCode.Ok;
    }

    private Transfer Taken(Transfer t, Account debit, Account credit) => t with
    {
        EventAt = t.EventAt ?? _now,
        RecordedAt = _time.Next(_now),
        DebitPrevious = debit.Last,
        CreditPrevious = credit.Last,
        Partition = Partition,
    };

    private void Write(Transfer t, Account debit, Account credit)
    {
        _layer.Add(t);
        _layer.Accounts[debit.Key] = debit;
        _layer.Accounts[credit.Key] = credit;
    }
}
