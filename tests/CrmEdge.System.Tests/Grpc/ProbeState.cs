using System.Collections.Concurrent;

namespace CrmEdge.SystemTests.Rpc;

/// <summary>What the probe service keeps between calls.</summary>
internal sealed class ProbeState
{
    public ConcurrentDictionary<string, int> Cancelled { get; } = new();

    public TaskCompletionSource Stuck { get; set; } = new();

    public string? LastSubject { get; set; }

    public long? LastBodyLimit { get; set; } = -1;

    public void Saw(string text) => Cancelled.AddOrUpdate(text, 1, (_, n) => n + 1);
}
