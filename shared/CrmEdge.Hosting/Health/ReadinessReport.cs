using Microsoft.Extensions.Logging;

namespace CrmEdge.Hosting.Health;

/// <summary>Asks every check, together, and remembers the answers for a second: whoever polls us cannot make us work.</summary>
public sealed partial class ReadinessReport : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IReadinessCheck> _checks;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _one = new(1, 1);
    private (long TakenAt, IReadOnlyDictionary<string, Readiness> Answers)? _last;

    /// <summary>Creates the report.</summary>
    /// <param name="checks">The parts; two of one name are a mistake.</param>
    /// <param name="time">Measures time-outs.</param>
    /// <param name="logger">Is told when a part starts or stops working.</param>
    public ReadinessReport(IEnumerable<IReadinessCheck> checks, TimeProvider time, ILogger<ReadinessReport> logger)
    {
        (_checks, _time, _logger) = ([.. checks.OrderBy(c => c.Name, StringComparer.Ordinal)], time, logger);
        if (_checks.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two readiness checks are called {twice.Key}.", nameof(checks));
    }

    /// <summary>The answer of every check by its name, at most a second old.</summary>
    /// <param name="ct">Cancelled when nobody waits any more.</param>
    public async Task<IReadOnlyDictionary<string, Readiness>> TakeAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_last is { } last && _time.GetElapsedTime(last.TakenAt) < KeptFor) return last.Answers;
            var answers = await Task.WhenAll(_checks.Select(AskAsync));
            var byName = _checks.Zip(answers).ToDictionary(pair => pair.First.Name, pair => pair.Second);
            LogChanges(_last?.Answers, byName);
            _last = (_time.GetTimestamp(), byName);
            return byName;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Frees the wait handle.</summary>
    public void Dispose() => _one.Dispose();

    private async Task<Readiness> AskAsync(IReadinessCheck check)
    {
        using var cut = new CancellationTokenSource(CheckTimeout, _time);
        try
        {
            return await check.CheckAsync(cut.Token).AsTask().WaitAsync(CheckTimeout, _time);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return Readiness.NotReady(
                $"No answer within {CheckTimeout.TotalSeconds:0} s.", "Look whether the machine is overloaded.");
        }
        catch (Exception broken)
        {
            Log.CheckBroke(_logger, check.Name, broken);
            return Readiness.NotReady(
                $"The check itself failed ({broken.GetType().Name}).", "Read the log line with event 1222.");
        }
    }

    private void LogChanges(IReadOnlyDictionary<string, Readiness>? before, Dictionary<string, Readiness> now)
    {
        foreach (var (name, answer) in now)
        {
            var was = before?.GetValueOrDefault(name).IsReady ?? true;
            if (was && !answer.IsReady) Log.NotReady(_logger, name, answer.Why, answer.WhatToDo);
            if (!was && answer.IsReady) Log.ReadyAgain(_logger, name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1220, LogLevel.Warning, "{Check} is not ready: {Why} {WhatToDo}")]
        public static partial void NotReady(ILogger logger, string check, string why, string whatToDo);

        [LoggerMessage(1221, LogLevel.Information, "{Check} is ready again")]
        public static partial void ReadyAgain(ILogger logger, string check);

        [LoggerMessage(1222, LogLevel.Error, "The readiness check {Check} failed itself")]
        public static partial void CheckBroke(ILogger logger, string check, Exception exception);
    }
}
