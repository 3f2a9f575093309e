using System.Runtime.CompilerServices;
using CrmEdge.Hosting;
using Xunit;

namespace CrmEdge.TestKit;

/// <summary>Waits for a condition up to a deadline, in real time; a failure says what was awaited and what was seen last.
/// A cancelled test stops waiting.</summary>
public static class Eventually
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until the condition holds.</summary>
    public static Task IsTrueAsync(Func<bool> condition, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string what = "") => IsTrueAsync(what, condition, within);

    /// <inheritdoc cref="IsTrueAsync(Func{bool}, TimeSpan?, string)"/>
    public static Task IsTrueAsync(string what, Func<bool> condition, TimeSpan? within = null) =>
        HoldsAsync(what, () => ValueTask.FromResult(condition()), seen => seen, within);

    /// <summary>Waits until the value equals what is expected.</summary>
    public static Task EqualAsync<T>(T expected, Func<T> actual, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(actual))] string what = "") =>
        HoldsAsync($"{what} == {expected}", () => ValueTask.FromResult(actual()),
            seen => EqualityComparer<T>.Default.Equals(seen, expected), within);

    /// <summary>Waits until a value that takes I/O to read is as wanted, and returns it. An exception the reading throws
    /// counts as "not yet", and is shown if it is the last one. Cleaning up waits <c>alsoAfterCancellation</c>.</summary>
    public static async Task<T> HoldsAsync<T>(string what, Func<ValueTask<T>> read, Func<T, bool> wanted,
        TimeSpan? within = null, bool alsoAfterCancellation = false)
    {
        var (started, limit) = (Ambient.Time.GetTimestamp(), within ?? DefaultTimeout);
        var ct = alsoAfterCancellation ? CancellationToken.None : TestContext.Current.CancellationToken;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var (value, refusal) = await TryReadAsync(read);
            if (refusal is null && wanted(value!)) return value!;
            if (Ambient.Time.GetElapsedTime(started) > limit)
                Assert.Fail($"Waited {limit.TotalSeconds:0.##} s for: {what}. Last seen: {refusal?.ToString() ?? $"{value}"}");
            await Task.Delay(pause, ct);
        }
    }

    /// <summary>Fails when the task is not done in time, so that a hang has a name.</summary>
    public static async Task<T> InTimeAsync<T>(this Task<T> task, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await ((Task)task).InTimeAsync(within, what);
        return await task;
    }

    /// <inheritdoc cref="InTimeAsync{T}"/>
    public static async Task InTimeAsync(this Task task, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(task))] string what = "")
    {
        var limit = within ?? DefaultTimeout;
        var deadline = Task.Delay(limit, TestContext.Current.CancellationToken);
        if (await Task.WhenAny(task, deadline) != task)
            Assert.Fail($"Waited {limit.TotalSeconds:0.##} s for: {what}. It is {task.Status}.");
        await task;
    }

    private static async ValueTask<(T? Value, Exception? Refusal)> TryReadAsync<T>(Func<ValueTask<T>> read)
    {
        try
        {
            return (await read(), null);
        }
        catch (Exception refusal) when (refusal is not OperationCanceledException)
        {
            return (default, refusal);
        }
    }
}
