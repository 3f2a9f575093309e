using System.Collections.Concurrent;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Edge.Core.Readers;
using CrmEdge.Kernel;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Readers;

/// <summary>Who stands at each terminal by what its reader saw, for a bounded time and in memory only.</summary>
internal sealed class PresentedCustomers(TimeProvider time, IOptions<PosOptions> options)
{
    private readonly ConcurrentDictionary<string, (Presented Who, Deadline Until)> _byTap = new(StringComparer.Ordinal);

    /// <summary>A scan at a terminal.</summary>
    public void Show(string tap, Means? who, string? otp)
    {
        var until = Deadline.After(TimeSpan.FromSeconds(options.Value.PresentedSeconds), time);
        _byTap[tap] = ((At(tap) ?? Presented.Nobody).With(who, otp), until);
    }

    /// <summary>Who stands there; null where nothing was scanned lately.</summary>
    public Presented? At(string tap) => _byTap.TryGetValue(tap, out var shown) && !shown.Until.Passed ? shown.Who : null;

    /// <summary>The customer is served.</summary>
    public void Clear(string tap) => _byTap.TryRemove(tap, out _);
}
