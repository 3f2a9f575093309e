using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Hosting.Tracing;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using BookingKey = CrmEdge.Edge.Core.Pos.BookingKey;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>After a start: sales and reversals that were on their way when the agent went down are brought to an end.</summary>
internal sealed class Settlement(
    EdgeJournal journal, SaleBook book, Sales sales, ICloudLink link, TimeProvider time, IOptions<PosOptions> options,
    ILogger<Settlement> logger) : BackgroundService
{
    private const int OpenMax = 10_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var open = journal.Reader.OpenOperations(OpenMax);
        if (open.Count == 0) return;
        PosLog.Settling(logger, open.Count);
        // The link is waited for once, not once a sale.
        var online = UntilOnlineAsync(stoppingToken);
        foreach (var operation in open) await SettleAsync(operation, _ => online, stoppingToken);
    }

    private async Task SettleAsync(Operation operation, Func<CancellationToken, Task> untilOnline, CancellationToken ct)
    {
        if (!BookingKey.IsSale(operation.Key))
        {
            // Its record is durable, and the cloud applies it.
            await book.DecideAsync(operation.Key, SaleAnswer.Of(PosWords.ReversalAccepted, SaleState.Reversed), ct);
            return;
        }
        if (operation.Seq is not { } seq || journal.Reader.Find(seq) is not { IsGap: false } entry || Parse(entry.Payload) is not { } sale)
        {
            PosLog.Unreadable(logger, operation.Key);
            return;
        }
        using var step = TraceContext.Continue("settle", entry.Trace);
        var key = new BookingKey(sale.Key.Tap, sale.Key.BusinessDate, sale.Key.Reference);
        await sales.SettleAsync(key, sale.Spend is not null, untilOnline, ct);
    }

    private static Purchase? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return Purchase.Parser.ParseFrom(payload.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private async Task UntilOnlineAsync(CancellationToken ct)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Note(object? sender, EventArgs e)
        {
            if (link.Online) up.TrySetResult();
        }

        link.Changed += Note;
        try
        {
            if (link.Online) return;
            await up.Task.WaitAsync(TimeSpan.FromSeconds(options.Value.SettleSeconds), time, ct);
        }
        catch (TimeoutException)
        {
            // Nobody to ask: what spends is undone.
        }
        finally
        {
            link.Changed -= Note;
        }
    }
}
