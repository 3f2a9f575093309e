namespace CrmEdge.Edge.Core.Pairing;

/// <summary>
/// Wrong passwords for one device from one address. After a few, each further one shuts that address out for twice as long;
/// the device itself, elsewhere, is not concerned. Times are those of a monotonic clock.
/// </summary>
/// <param name="Count">Wrong ones in a row.</param>
/// <param name="ShutUntil">Until when nothing is even looked at.</param>
public readonly record struct WrongPasswords(int Count, TimeSpan ShutUntil)
{
    /// <summary>Wrong ones that cost nothing.</summary>
    public const int Free = 5;

    private const int DoublingsMax = 8;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);

    /// <summary>Whether the address is shut out.</summary>
    public bool IsShutAt(TimeSpan now) => now < ShutUntil;

    /// <summary>One more.</summary>
    public WrongPasswords Wrong(TimeSpan now)
    {
        var count = Math.Min(Count + 1, Free + DoublingsMax);
        return new WrongPasswords(count, count <= Free ? TimeSpan.Zero : now + (First * (1 << (count - Free - 1))));
    }
}
