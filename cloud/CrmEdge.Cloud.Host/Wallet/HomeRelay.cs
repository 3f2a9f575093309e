using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>
/// Brings what businesses decided to wallets' homes. A message is marked only after the home has
/// committed; whoever dies between the two delivers it again, which changes nothing. Several hosts may do so at once.
/// </summary>
internal sealed partial class HomeRelay(
    Databases databases, ILedger ledger, TimeProvider time, IOptions<WalletOptions> options, ILogger<HomeRelay> logger)
    : BackgroundService
{
    private const int MessagesPerRound = 200;

    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>Tells that a message was written; it is delivered at once instead of at the next look.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Woken already.
        }
    }

    /// <summary>Delivers what waits; how many were delivered.</summary>
    public async Task<int> DeliverAsync(CancellationToken ct)
    {
        var waiting = await WaitingAsync(ct);
        var heard = await Task.WhenAll(waiting.Select(message => IsHeardAsync(message, ct)));
        var messages = waiting.Where((_, i) => heard[i]).Select(x => x.Message).ToList();
        if (messages.Count > 0) await MarkAsync(messages, ct);
        return messages.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DeliverAsync(stoppingToken) < MessagesPerRound) await RestAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or LedgerException { Retry: true })
            {
                Log.NotDelivered(logger, e.GetType().Name);
                await Task.Delay(options.Value.RelayEvery, time, stoppingToken);
            }
        }
    }

    private async Task RestAsync(CancellationToken ct)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var timer = Task.Delay(options.Value.RelayEvery, time, rest.Token);
        await Task.WhenAny(timer, _wake.WaitAsync(rest.Token));
        await rest.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private async Task<bool> IsHeardAsync((HomeMessage Message, Guid Platform) waiting, CancellationToken ct)
    {
        var (message, platform) = waiting;
        IOperation<WalletCode> operation = message.Type == HomeMessageType.SettleHold
            ? new SettleHold(platform, message.Wallet, message.Attempt, message.Amount)
            : new RefundCash(platform, message.Wallet, message.Id, message.Purchase, message.Amount);
        try
        {
            var code = await ledger.SubmitAsync(operation, ct);
            Invariant.Holds(code == WalletCode.Ok, $"a home takes what was decided, not {code}");
            return true;
        }
        catch (Exception e) when (e is InvariantViolatedException or LedgerException { Retry: false })
        {
            // Our bug. The message stays for a person to look at; the others must not wait for it.
            Log.Refused(logger, message.Id, e);
            return false;
        }
    }

    private async Task MarkAsync(List<HomeMessage> messages, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            UPDATE home_message m SET heard_at = $3 FROM unnest($1, $2) u (tenant, id)
            WHERE m.tenant = u.tenant AND m.id = u.id AND m.heard_at IS NULL
            """).With(messages.Select(m => m.Tenant).ToArray()).With(messages.Select(m => m.Id).ToArray()).With(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<(HomeMessage Message, Guid Platform)>> WaitingAsync(CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT m.tenant, m.id, m.type, m.wallet, m.purchase, m.attempt, m.amount, m.currency, t.mode
            FROM home_message m JOIN tenant t ON t.tenant = m.tenant
            WHERE m.heard_at IS NULL ORDER BY m.written_at LIMIT $1
            """).With(MessagesPerRound);
        await using var row = await command.ExecuteReaderAsync(ct);
        var waiting = new List<(HomeMessage, Guid)>();
        while (await row.ReadAsync(ct))
        {
            var message = new HomeMessage(row.GetGuid(0), row.GetGuid(1), WireName.Parse<HomeMessageType>(row.GetString(2)),
                row.GetGuid(3), row.GetGuid(4), row.GetGuid(5), new Money(row.GetInt64(6), Currency.Of(row.GetString(7))));
            waiting.Add((message, Platform.Tenant(row.GetString(8) == "live" ? TenantMode.Live : TenantMode.Test)));
        }
        return waiting;
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(3300, LogLevel.Warning,
            "Decisions could not be brought to wallets ({Reason}); they wait and are tried again")]
        public static partial void NotDelivered(ILogger logger, string reason);

        [LoggerMessage(3303, LogLevel.Error, "Message {Message} to a wallet's home was refused and waits; report this")]
        public static partial void Refused(ILogger logger, Guid message, Exception why);
    }
}
