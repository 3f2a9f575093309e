using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Agent.Readers;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;
using Microsoft.Extensions.Options;
using BookingKey = CrmEdge.Edge.Core.Pos.BookingKey;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>
/// The one service under every till protocol. What it answers is durable first; once begun, a sale is carried to its end
/// whether or not the till still listens.
/// </summary>
internal sealed class Sales(
    SaleBook book, SaleReading reading, PurchaseRecords records, ICloudLink link, ICloudTime cloud, PresentedCustomers presented,
    PosMetrics metrics, TimeProvider time, IOptions<PosOptions> options, ILogger<Sales> logger)
{
    private readonly KeyedGate _gate = new();

    /// <summary>Books a sale, or tells what became of it before.</summary>
    /// <param name="order">What the till asks for.</param>
    /// <param name="stop">The agent stops; a till that hangs up does not end its sale.</param>
    public async Task<SaleAnswer> SellAsync(SaleOrder order, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        var answer = await CarryOutAsync(order, stop);
        metrics.Sold(answer, time.GetElapsedTime(began));
        if (answer.State == SaleState.Declined) PosLog.SaleRefused(logger, order.Tap, answer.Code);
        return answer;
    }

    /// <summary>Undoes a whole sale.</summary>
    /// <param name="key">The sale.</param>
    /// <param name="reason">customer_cancelled, outcome_unknown or merchant_cancelled.</param>
    /// <param name="alias">Another name the till may ask for the reversal by.</param>
    /// <param name="stop">The agent stops.</param>
    public async Task<SaleAnswer> ReverseAsync(BookingKey key, string reason, string? alias, CancellationToken stop)
    {
        var answer = await TakeBackAsync(key, reason, alias, stop);
        metrics.Reversed(answer);
        return answer;
    }

    /// <summary>The one true answer about a sale.</summary>
    public async Task<SaleAnswer> StatusAsync(BookingKey key, CancellationToken stop)
    {
        if (book.Find(key.Reversal) is { Status.IsFinal: true, Status.State: OperationState.Approved } reversal)
            return SaleBook.Answer(reversal) ?? SaleAnswer.Of(PosWords.ReversalAccepted, SaleState.Reversed);
        var stored = book.Find(key.Sale);
        if (stored is { Status.IsFinal: false }) return SaleAnswer.Of(PosWords.InProgress, SaleState.Pending);
        var answer = SaleBook.Answer(stored);
        if (answer is not null && answer.State != SaleState.Accepted) return answer;
        // What was accepted offline may have its rewards by now.
        var told = link.Online ? await AskAsync(key, stop) : null;
        if (told is { State: not SaleState.Unknown } || answer is null)
            return told ?? SaleAnswer.Of(PosWords.SaleUnknownOffline, SaleState.Unknown);
        return answer;
    }

    /// <summary>What a message led to; null where it is not known.</summary>
    public (NamedOperation What, SaleAnswer Answer)? StatusOfMessage(string alias)
    {
        if (book.FindAlias(alias) is not { } what) return null;
        return (what, SaleBook.Answer(book.Find(what.Key)) ?? SaleAnswer.Of(PosWords.InProgress, SaleState.Pending));
    }

    /// <summary>What a sale came to, where it is known here; null otherwise. Wallet and cash together are the whole sale.</summary>
    public Money? TotalOf(BookingKey key)
    {
        var answer = SaleBook.Answer(book.Find(key.Sale));
        return answer is { State: SaleState.Approved } ? answer.Amount(answer.Spend + answer.ToPay) : null;
    }

    /// <summary>Settles an operation that was found without an answer after a start.</summary>
    public async Task SettleAsync(BookingKey key, bool spends, Func<CancellationToken, Task> untilOnline, CancellationToken stop)
    {
        using var turn = await _gate.EnterAsync(key.Sale, stop);
        for (var asked = false; book.Find(key.Sale) is { } found; asked = true)
        {
            switch (SalePlan.Settle(found.Status, spends, asked))
            {
                case SettleStep.Nothing: return;
                case SettleStep.Accept:
                    await StoreAsync(key.Sale, SaleAnswer.Of(PosWords.AcceptedOffline, SaleState.Accepted), stop);
                    return;
                case SettleStep.Reverse:
                    await UndoAsync(key, stop);
                    return;
                case SettleStep.Ask:
                default:
                    await untilOnline(stop);
                    var told = link.Online ? await AskAsync(key, stop) : null;
                    if (told is not { State: SaleState.Approved or SaleState.Declined }) continue;
                    await StoreAsync(key.Sale, told, stop);
                    PosLog.Settled(logger, key.Tap, key.Number, told.Code);
                    return;
            }
        }
    }

    private async Task<SaleAnswer> CarryOutAsync(SaleOrder order, CancellationToken stop)
    {
        var (sale, refused) = reading.Read(order);
        if (sale is null) return refused!;
        using var turn = await _gate.EnterAsync(sale.Key.Sale, stop);
        if (OfAnother(sale.Alias, sale.Key.Sale)) return SaleAnswer.Declined(PosWords.MessageReused);
        // The edge does not know the contact behind a token or code; the cloud holds it against the first sale.
        var digest = TicketDigest.Of(sale.Ticket, Guid.Empty);
        var stored = book.Find(sale.Key.Sale);
        switch (SalePlan.Next(stored, digest, sale.Spends, link.Online))
        {
            case SaleStep.RefuseOffline: return SaleAnswer.Declined(PosWords.OfflineNoSpend);
            case SaleStep.RefuseReused: return SaleAnswer.Declined(PosWords.ReferenceReused);
            case SaleStep.TellPending: return SaleAnswer.Of(PosWords.InProgress, SaleState.Pending);
            case SaleStep.TellStored: return SaleBook.Answer(stored) ?? SaleAnswer.Of(PosWords.InProgress, SaleState.Pending);
            case SaleStep.WriteAndWait:
            case SaleStep.WriteAndAccept:
            default: return await WriteAsync(sale, digest, stop);
        }
    }

    private async Task<SaleAnswer> TakeBackAsync(BookingKey key, string reason, string? alias, CancellationToken stop)
    {
        using var turn = await _gate.EnterAsync(key.Sale, stop);
        if (OfAnother(alias, key.Reversal)) return SaleAnswer.Declined(PosWords.MessageReused);
        if (book.Find(key.Reversal) is { } before)
            return SaleBook.Answer(before) ?? SaleAnswer.Of(PosWords.ReversalAccepted, SaleState.Reversed);
        if (book.Find(key.Sale) is { } sale)
        {
            if (!sale.Status.IsFinal) return SaleAnswer.Of(PosWords.InProgress, SaleState.Pending);
            var undone = sale.Status.State == OperationState.Declined
                || sale.Status.Resolution is Resolution.Declined or Resolution.Reversed;
            if (undone) return SaleAnswer.Of(PosWords.NothingToReverse, SaleState.Reversed);
        }
        var begun = await book.BeginReversalAsync(key, PurchaseRecords.Reversal(key, cloud.Now, reason), alias, stop);
        if (begun.Refusal is not null) return SaleAnswer.Declined(begun.Refusal);
        PosLog.ReversalWritten(logger, key.Tap, key.Number, reason, begun.Seq);
        var reply = link.Online ? await link.AwaitReplyAsync(begun.Seq, Within(options.Value.AnswerSeconds), stop) : null;
        var answer = reply is null or { State: "POSTED" }
            ? SaleAnswer.Of(PosWords.ReversalAccepted, SaleState.Reversed)
            : CloudAnswers.Of(reply);
        return await StoreAsync(key.Reversal, answer, stop);
    }

    private async Task<SaleAnswer> WriteAsync(ReadSale sale, byte[] digest, CancellationToken stop)
    {
        var wait = Within(sale.Spends ? options.Value.SpendSeconds : options.Value.AnswerSeconds);
        var begun = await book.BeginSaleAsync(sale, digest, records.Sale(sale, digest, cloud.Now + wait.Budget), stop);
        if (begun.Refusal is not null) return SaleAnswer.Declined(begun.Refusal);
        PosLog.SaleWritten(logger, sale.Key.Tap, sale.Key.Number, begun.Seq, sale.Spends);
        presented.Clear(sale.Key.Tap);
        var reply = link.Online || sale.Spends ? await link.AwaitReplyAsync(begun.Seq, wait, stop) : null;
        if (reply is not null) return await StoreAsync(sale.Key.Sale, CloudAnswers.Of(reply), stop);
        if (sale.Spends) return await UndoAsync(sale.Key, stop);
        return await StoreAsync(sale.Key.Sale, SaleAnswer.Of(PosWords.AcceptedOffline, SaleState.Accepted), stop);
    }

    // Nobody knows whether the cloud has booked it: whatever it did is undone, and the till is told so.
    private async Task<SaleAnswer> UndoAsync(BookingKey key, CancellationToken stop)
    {
        var answer = SaleAnswer.Declined(PosWords.OutcomeUnknownReversed);
        if (await book.UndoAsync(key, PurchaseRecords.Reversal(key, cloud.Now, "outcome_unknown"), answer, stop))
        {
            PosLog.Undone(logger, key.Tap, key.Number);
            return answer;
        }
        PosLog.NotUndone(logger, key.Tap, key.Number);
        return SaleAnswer.Of(PosWords.OutcomeUnknown, SaleState.Pending);
    }

    private async Task<SaleAnswer> StoreAsync(string key, SaleAnswer answer, CancellationToken stop)
    {
        if (await book.DecideAsync(key, answer, stop)) PosLog.Answered(logger, key, answer.Code, answer.PurchaseId);
        else PosLog.NotStored(logger, key, answer.Code);
        return answer;
    }

    private async Task<SaleAnswer?> AskAsync(BookingKey key, CancellationToken stop)
    {
        var question = new StatusRequest { Key = PurchaseRecords.Wire(key) };
        var reply = await link.StatusAsync(question, Within(options.Value.AnswerSeconds), stop);
        return reply?.OutcomeCase switch
        {
            StatusReply.OutcomeOneofCase.Result => CloudAnswers.Of(reply.Result),
            StatusReply.OutcomeOneofCase.Unknown => SaleAnswer.Of(PosWords.SaleUnknown, SaleState.Unknown),
            _ => null,
        };
    }

    private bool OfAnother(string? alias, string key) => alias is not null && book.FindAlias(alias) is { } led && led.Key != key;

    private Deadline Within(int seconds) => Deadline.After(TimeSpan.FromSeconds(seconds), time);
}
