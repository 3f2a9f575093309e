using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Contacts;

internal readonly record struct ContactWithoutWallet(Guid Tenant, Guid Contact, string Currency);

/// <summary>
/// Sees to it that every contact has a wallet: at once after its creation, and by a sweep for those whose creation was cut off.
/// </summary>
internal sealed partial class WalletOpening(
    Databases databases, TimeProvider time, ILogger<WalletOpening> logger, IWalletOpener? opener = null) : BackgroundService
{
    private const int RowsPerSweep = 100;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);

    /// <summary>Opens the wallet now; where that fails the contact stays, and the sweep tries again.</summary>
    public async Task OpenAsync(ContactWithoutWallet contact, CancellationToken ct)
    {
        if (opener is null) return;
        try
        {
            var wallet = await opener.OpenAsync(contact.Tenant, contact.Contact, Currency.Of(contact.Currency), ct);
            await NoteAsync(contact, wallet, ct);
        }
        catch (Exception e) when (e is not InvariantViolatedException and not OperationCanceledException)
        {
            Log.NotOpened(logger, contact.Contact, e.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (opener is null) return;
        using var timer = new PeriodicTimer(SweepEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var contact in await FindAsync(stoppingToken)) await OpenAsync(contact, stoppingToken);
        }
    }

    private async Task<IReadOnlyList<ContactWithoutWallet>> FindAsync(CancellationToken ct)
    {
        try
        {
            await using var command = databases.Ledger.CreateCommand("""
                SELECT tenant, id, currency FROM contact WHERE wallet_id IS NULL ORDER BY created_at LIMIT $1
                """).With(RowsPerSweep);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var found = new List<ContactWithoutWallet>();
            while (await reader.ReadAsync(ct))
                found.Add(new ContactWithoutWallet(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2)));
            return found;
        }
        catch (NpgsqlException e)
        {
            Log.SweepFailed(logger, e.GetType().Name);
            return [];
        }
    }

    private async Task NoteAsync(ContactWithoutWallet contact, OpenedWallet wallet, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, contact.Tenant, ct);
        await using var command = session.Command("""
            UPDATE contact SET wallet_id = $3, wallet_code = $4 WHERE tenant = $1 AND id = $2 AND wallet_id IS NULL
            """).With(contact.Tenant).With(contact.Contact).With(wallet.Id).With(wallet.Code);
        await command.ExecuteNonQueryAsync(ct);
        await session.CommitAsync(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(3210, LogLevel.Warning, "Contact {Contact} has no wallet yet ({Reason}); the next sweep tries again")]
        public static partial void NotOpened(ILogger logger, Guid contact, string reason);

        [LoggerMessage(3211, LogLevel.Warning,
            "Contacts without a wallet could not be looked for ({Reason}); the next sweep tries again")]
        public static partial void SweepFailed(ILogger logger, string reason);
    }
}
