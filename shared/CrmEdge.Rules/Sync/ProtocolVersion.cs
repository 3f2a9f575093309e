namespace CrmEdge.Rules.Sync;

/// <summary>Whether two ends of the link understand each other.</summary>
public enum ProtocolFit
{
    /// <summary>They do.</summary>
    Fits,

    /// <summary>The other end is too old.</summary>
    TooOld,

    /// <summary>The other end is too new.</summary>
    TooNew,
}

/// <summary>
/// The number of the sync protocol. It grows when a side of one version could misunderstand a side of the version before the
/// last: one step apart both work, each ignoring what it does not know.
/// </summary>
public static class ProtocolVersion
{
    /// <summary>What this build speaks.</summary>
    public const int Current = 2;

    /// <summary>Steps that two ends may be apart.</summary>
    public const int StepsMax = 1;

    /// <summary>Holds the other end's number against ours.</summary>
    /// <param name="ours">See <see cref="Current"/>.</param>
    /// <param name="told">What the other end told; 0 of the first version, which told nothing.</param>
    public static ProtocolFit Fit(int ours, uint told)
    {
        var apart = Math.Max(told, 1L) - ours;
        return apart < -StepsMax ? ProtocolFit.TooOld : apart > StepsMax ? ProtocolFit.TooNew : ProtocolFit.Fits;
    }
}
