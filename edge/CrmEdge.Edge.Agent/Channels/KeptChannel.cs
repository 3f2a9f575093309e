using Polly;
using Polly.Retry;

namespace CrmEdge.Edge.Agent.Channels;

/// <summary>Keeps one line open: opens it, lets it be used until it is lost, opens it again with a growing pause.</summary>
internal sealed class KeptChannel
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly string _name;
    private readonly Func<CancellationToken, ValueTask<IByteChannel>> _open;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _opening;

    public KeptChannel(string name, Func<CancellationToken, ValueTask<IByteChannel>> open, TimeProvider time, ILogger logger)
    {
        (_name, _open, _time, _logger) = (name, open, time, logger);
        _opening = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ChannelLostException>(),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstPause,
            MaxDelay = LongestPause,
            OnRetry = retry =>
            {
                // Once an absence: a reader that stays unplugged overnight does not fill the log.
                if (retry.AttemptNumber == 0) ChannelLog.NotOpen(logger, name, retry.Outcome.Exception!.Message);
                return default;
            },
        }).Build();
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Func<IByteChannel, CancellationToken, Task> use, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await UseAsync(use, ct);
            // A peer that takes the connection and drops it at once must not make us spin.
            await Task.Delay(FirstPause, _time, ct);
        }
    }

    private async Task UseAsync(Func<IByteChannel, CancellationToken, Task> use, CancellationToken ct)
    {
        await using var channel = await _opening.ExecuteAsync(_open, ct);
        ChannelLog.Open(_logger, _name);
        try
        {
            await use(channel, ct);
            ChannelLog.Lost(_logger, _name, "The other side closed it.");
        }
        catch (IOException e)
        {
            ChannelLog.Lost(_logger, _name, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A mistake of ours in serving one line must not end the others'.
            ChannelLog.Failed(_logger, _name, e);
        }
    }
}
