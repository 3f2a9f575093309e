using System.Security.Cryptography;
using System.Text;
using CrmEdge.Kernel;

namespace CrmEdge.Rules.Spend;

/// <summary>
/// The wallet's one-time code: TOTP under the key of its UTC day, checked alike by the cloud, which can work out
/// every day's key, and by an edge, which holds only some.
/// </summary>
public static class WalletOtp
{
    /// <summary>Steps before the good ones whose codes are still told from wrong ones: ten minutes.</summary>
    public const int ExpiredSteps = 20;

    /// <summary>
    /// The step that a code belongs to, near <paramref name="now"/> and after <paramref name="lastUsedStep"/>; null where there
    /// is none. Whoever accepts it stores the step, for a code is good once.
    /// </summary>
    /// <param name="dayKey">The key of a UTC day; null where it is not known.</param>
    /// <param name="code">Six digits.</param>
    /// <param name="now">The checker's time.</param>
    /// <param name="lastUsedStep">The step of the last code that was accepted.</param>
    public static long? Match(Func<DateOnly, byte[]?> dayKey, string code, DateTimeOffset now, long lastUsedStep)
    {
        var current = Totp.StepAt(now);
        return Among(current - Totp.SkewSteps, current + Totp.SkewSteps, dayKey, code, lastUsedStep);
    }

    /// <summary>
    /// The step of a code that was good within the last <see cref="ExpiredSteps"/> and is no more; null where there is none. It
    /// says why a code is refused and helps no guesser: no later code follows from an old one.
    /// </summary>
    /// <param name="dayKey">The key of a UTC day; null where it is not known.</param>
    /// <param name="code">Six digits.</param>
    /// <param name="now">The checker's time.</param>
    public static long? MatchExpired(Func<DateOnly, byte[]?> dayKey, string code, DateTimeOffset now)
    {
        var newest = Totp.StepAt(now) - Totp.SkewSteps - 1;
        return Among(newest - ExpiredSteps + 1, newest, dayKey, code, afterStep: 0);
    }

    private static long? Among(long first, long last, Func<DateOnly, byte[]?> dayKey, string code, long afterStep)
    {
        ArgumentNullException.ThrowIfNull(dayKey);
        ArgumentNullException.ThrowIfNull(code);
        var given = Encoding.UTF8.GetBytes(code);
        long? found = null;
        for (var step = first; step <= last; step++)
        {
            if (dayKey(DayOf(step)) is not { } key) continue;

            // Every candidate is compared, and in constant time, so that timing tells nothing of the code.
            var expected = Encoding.ASCII.GetBytes(Totp.Hotp(key, step));
            if (CryptographicOperations.FixedTimeEquals(expected, given) && step > afterStep) found ??= step;
        }
        return found;
    }

    private static DateOnly DayOf(long step) =>
        DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(step * Totp.StepSeconds).UtcDateTime);
}
