using CrmEdge.Edge.Agent.Sync;
using Grpc.Core;

namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>Renews the certificate from two thirds of its life on, over the link; a link that is down is waited for.</summary>
internal sealed partial class RenewalWorker(
    IdentityStore identities, Enroller enroller, CloudLink link, CloudClock clock, TimeProvider time,
        ILogger<RenewalWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookMost = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookLeast = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var due = identities.Current?.Life.RenewIn(clock.Now) ?? LookMost;
                var again = due == TimeSpan.Zero && await TryAsync(stoppingToken) ? LookLeast : due;
                // In short steps: the best time known may change with the next greeting.
                await Task.Delay(again < LookLeast ? LookLeast : again > LookMost ? LookMost : again, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent stops.
        }
    }

    private async Task<bool> TryAsync(CancellationToken ct)
    {
        if (identities.Current is not { } identity || link.Invoker is not { } invoker) return false;
        try
        {
            var renewed = await enroller.RenewAsync(identity, invoker, ct);
            Log.Renewed(logger, renewed.ValidUntil);
            return true;
        }
        catch (Exception e) when (e is EnrolmentException or RpcException or ObjectDisposedException)
        {
            Log.NotRenewed(logger, (e as EnrolmentException)?.Code ?? e.GetType().Name, identity.ValidUntil);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2110, LogLevel.Information, "The certificate was renewed until {Until:u}")]
        public static partial void Renewed(ILogger logger, DateTimeOffset until);

        [LoggerMessage(
            2111, LogLevel.Warning,
            "The certificate was not renewed ({Reason}); it ends {Until:u}. It is tried again by itself; " +
            "enrol anew if it stays")]
        public static partial void NotRenewed(ILogger logger, string reason, DateTimeOffset until);
    }
}
