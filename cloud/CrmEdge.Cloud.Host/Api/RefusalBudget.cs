using System.Collections.Concurrent;
using CrmEdge.Cloud.Core.Purchases;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// How many refusals are written down for one caller, an API key or an edge, within a minute: nobody fills the books with them.
/// Who has none left is told so, and nothing is written. Counts of this host alone.
/// </summary>
internal sealed class RefusalBudget(TimeProvider time, IOptions<ApiOptions> options)
{
    public const string Message =
        "Too many of your requests were refused within this minute. Wait for a minute, then repeat this one; it changed nothing.";

    private const int CallersMax = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, Count> _counts = new();

    /// <summary>What a caller is told who has none left.</summary>
    public static Refusal Spent => new(Codes.TooManyRefusals, Message, StatusCodes.Status429TooManyRequests)
    {
        RetryAfter = Window,
        Parameters = new Dictionary<string, string> { ["code"] = PurchaseRefusals.TooManyRefusals },
    };

    private long Minute => time.GetUtcNow().Ticks / Window.Ticks;

    /// <summary>Takes one, for a request that may be refused; false where none is left.</summary>
    public bool TryTake(Guid caller)
    {
        var minute = Minute;
        if (_counts.Count >= CallersMax) Forget(minute);
        while (true)
        {
            var seen = _counts.GetOrAdd(caller, new Count(minute, 0));
            var taken = seen.Minute == minute ? seen.Taken : 0;
            if (taken >= options.Value.RefusalsPerMinute) return false;
            if (_counts.TryUpdate(caller, new Count(minute, taken + 1), seen)) return true;
        }
    }

    /// <summary>Gives back what was taken: the request was not refused, or its refusal was not written down.</summary>
    public void GiveBack(Guid caller)
    {
        while (_counts.TryGetValue(caller, out var seen) && seen.Minute == Minute && seen.Taken > 0)
            if (_counts.TryUpdate(caller, seen with { Taken = seen.Taken - 1 }, seen)) return;
    }

    private void Forget(long minute)
    {
        foreach (var (caller, count) in _counts)
            if (count.Minute != minute) _counts.TryRemove(new KeyValuePair<Guid, Count>(caller, count));
    }

    private readonly record struct Count(long Minute, int Taken);
}
