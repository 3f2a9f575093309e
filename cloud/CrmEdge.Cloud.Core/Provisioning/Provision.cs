namespace CrmEdge.Cloud.Core.Provisioning;

/// <summary>What a service is to be on a device. Names are stored.</summary>
public enum DesiredState
{
    /// <summary>Admitted and metered.</summary>
    Enabled,

    /// <summary>Not admitted; the device is told and disconnected. What it reported before is rated all the same.</summary>
    Suspended,

    /// <summary>No longer of the hub.</summary>
    Removed,
}

/// <summary>How far the provider (for a device, its hub) has got. Names are stored, but for the last.</summary>
public enum ProvisionOutcome
{
    /// <summary>On its way.</summary>
    Accepted,

    /// <summary>Done, as the provider says.</summary>
    Applied,

    /// <summary>The provider says that it is in another state.</summary>
    Failed,

    /// <summary>Nothing was heard for too long.</summary>
    Unknown,
}

/// <summary>
/// A wish with a version, and what became of it. Wishing for what is wished for already changes nothing, and a provider applies
/// only what is newer than what it has: sent twice, or late, it does no harm.
/// </summary>
/// <param name="Desired">The wish.</param>
/// <param name="Reason">Why, where it is not plain enabled, such as <c>credit_limit</c>; only who suspended resumes.</param>
/// <param name="Version">Grows with every change of the wish.</param>
/// <param name="Outcome">What the provider last said of this version.</param>
/// <param name="AppliedVersion">The newest version the provider reported; 0 for none.</param>
/// <param name="ChangedAt">When wish or outcome last changed.</param>
public sealed record Provision(
    DesiredState Desired, string? Reason, long Version, ProvisionOutcome Outcome, long AppliedVersion, DateTimeOffset ChangedAt)
{
    /// <summary>Silence beyond which nobody knows what the provider did.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Nothing is provisioned yet.</summary>
    public static Provision None(DateTimeOffset now) => new(DesiredState.Removed, null, 0, ProvisionOutcome.Applied, 0, now);

    /// <summary>Wishes for a state.</summary>
    public Provision Want(DesiredState desired, string? reason, DateTimeOffset now) => desired == Desired
        ? this
        : Again(Version + 1, now) with { Desired = desired, Reason = reason };

    /// <summary>
    /// The provider says what it has. An older version is noted and changes nothing. A newer one than was ever wished for means
    /// that these books were restored from a copy: the wish gets a version above it, so that it counts again.
    /// </summary>
    public Provision Reported(long version, DesiredState state, DateTimeOffset now)
    {
        if (version > Version)
            return Again(version + 1, now) with { AppliedVersion = version };
        var newest = Math.Max(AppliedVersion, version);
        if (version < Version) return this with { AppliedVersion = newest };
        var outcome = state == Desired ? ProvisionOutcome.Applied : ProvisionOutcome.Failed;
        return outcome == Outcome ? this with { AppliedVersion = newest }
            : this with { Outcome = outcome, AppliedVersion = newest, ChangedAt = now };
    }

    /// <summary>The outcome as it is to be read now.</summary>
    public ProvisionOutcome OutcomeAt(DateTimeOffset now) =>
        Outcome == ProvisionOutcome.Accepted && ChangedAt + Patience <= now ? ProvisionOutcome.Unknown : Outcome;

    private Provision Again(long version, DateTimeOffset now) =>
        this with { Version = version, Outcome = ProvisionOutcome.Accepted, ChangedAt = now };
}
