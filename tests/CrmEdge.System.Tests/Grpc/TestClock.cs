namespace CrmEdge.SystemTests.Rpc;

/// <summary>The real clock: calls go over real sockets.</summary>
internal static class TestClock
{
#pragma warning disable RS0030 // A test is its own composition root.
    public static TimeProvider Real => TimeProvider.System;
#pragma warning restore RS0030

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
