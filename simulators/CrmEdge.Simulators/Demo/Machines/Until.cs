using CrmEdge.Kernel;

namespace CrmEdge.Simulators.Demo.Machines;

/// <summary>Waiting on a condition, with an end.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks again until it holds.</summary>
    /// <exception cref="DemoException">It did not come true in time; the message names <paramref name="what"/>.</exception>
    public static async Task HoldsAsync(
        string what, TimeSpan most, Func<Task<bool>> condition, TimeProvider time, CancellationToken ct)
    {
        var deadline = new Deadline(time, time.GetTimestamp(), most);
        while (!await condition())
        {
            if (deadline.Left <= TimeSpan.Zero) throw new DemoException($"Waited {most.TotalSeconds:0} s in vain: {what}.");
            await Task.Delay(Pause, time, ct);
        }
    }
}
