using Polly;
using Polly.Retry;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Tries again while connection, server or lease fail, at growing intervals, up to a bound.</summary>
internal sealed class LedgerRetry
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(500);
    private static readonly ResiliencePropertyKey<Action<Exception?>> OnRetry = new("ledger.on_retry");

    private readonly ResiliencePipeline _pipeline;

    public LedgerRetry(TimeSpan patience, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        builder.AddTimeout(patience);
        builder.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(Faults.IsPassing),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = First,
            MaxDelay = Most,
            MaxRetryAttempts = int.MaxValue,
            OnRetry = Report,
        });
        _pipeline = builder.Build();
    }

    /// <exception cref="Polly.Timeout.TimeoutRejectedException">It kept failing for longer than patience lasts.</exception>
    public async Task RunAsync(Func<CancellationToken, ValueTask> attempt, Action<Exception?> onRetry, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        try
        {
            context.Properties.Set(OnRetry, onRetry);
            await _pipeline.ExecuteAsync((c, run) => run(c.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ValueTask Report(OnRetryArguments<object> retry)
    {
        // One line per outage: the first failure says why, the rest would only repeat it.
        if (retry.AttemptNumber == 0 && retry.Context.Properties.TryGetValue(OnRetry, out var report))
            report(retry.Outcome.Exception);
        return ValueTask.CompletedTask;
    }
}
