using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>The keys of the enrolment, and the newer ones the cloud has sent since.</summary>
internal sealed class EnrolledKeys(IdentityStore identities, SnapshotStore snapshots) : IPosKeys
{
    public IReadOnlyList<CimKey> Cim
    {
        get
        {
            var sent = snapshots.CimKeys();
            var keys = sent.Count > 0 ? sent : identities.Current?.CimKeys ?? [];
            return [.. keys.OrderByDescending(key => key.Id).Select(key => new CimKey(key.Id, key.Secret))];
        }
    }

    public IntakeKey? Intake => identities.Current is { } identity ? new IntakeKey(identity.IntakeKeyId, identity.IntakeKey) : null;
}

/// <summary>The contacts of the cloud's last snapshot.</summary>
internal sealed class SnapshotContacts(SnapshotStore snapshots) : IContactSnapshot
{
    public ContactRow? Find(CimHash hash) => snapshots.Contact(hash);
}

/// <summary>The cloud's clock as the link learned it.</summary>
internal sealed class LinkTime(CloudClock clock) : ICloudTime
{
    public DateTimeOffset Now => clock.Now;
}
