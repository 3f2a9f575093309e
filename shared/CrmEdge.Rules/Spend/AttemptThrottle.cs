namespace CrmEdge.Rules.Spend;

/// <summary>
/// Slows down whoever guesses: after a few wrong codes each further one must wait, twice as long every time. A right one
/// forgives all.
/// </summary>
/// <param name="Failures">Wrong codes in a row.</param>
/// <param name="LockedUntil">Until when nothing is tried; null where anything may be.</param>
public readonly record struct AttemptThrottle(int Failures, DateTimeOffset? LockedUntil)
{
    /// <summary>Wrong codes that cost nothing: people mistype.</summary>
    public const int FreeFailures = 3;

    /// <summary>The first wait.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>True where a code may be tried.</summary>
    public bool Admits(DateTimeOffset now) => !(now < LockedUntil);

    /// <summary>After a wrong code.</summary>
    public AttemptThrottle Failed(DateTimeOffset now)
    {
        var failures = Failures == int.MaxValue ? Failures : Failures + 1;
        var doublings = failures - FreeFailures - 1;
        if (doublings < 0) return new AttemptThrottle(failures, null);
        var wait = FirstWait * Math.Pow(2, Math.Min(doublings, 20));
        return new AttemptThrottle(failures, now + (wait < LongestWait ? wait : LongestWait));
    }

    /// <summary>After a right code.</summary>
    public static AttemptThrottle Clear => default;
}
