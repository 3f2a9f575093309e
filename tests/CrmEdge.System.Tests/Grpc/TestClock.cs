using CrmEdge.Hosting;
using Xunit;

namespace CrmEdge.SystemTests.Rpc;

/// <summary>The real clock: calls go over real sockets.</summary>
internal static class TestClock
{
    public static TimeProvider Real => Ambient.Time;

    public static DateTime In(double seconds) => Real.GetUtcNow().UtcDateTime.AddSeconds(seconds);

    /// <summary>Asks again until the condition holds; fails after ten seconds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var started = Real.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Real.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"not within 10 s: {what}");
            await Task.Yield();
        }
    }
}
