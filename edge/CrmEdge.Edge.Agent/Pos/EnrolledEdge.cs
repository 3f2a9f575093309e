using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>The keys, contacts and time that enrolment and the link brought.</summary>
internal sealed class EnrolledEdge(IdentityStore identities, SnapshotStore snapshots, CloudClock clock) : IPosKeys, IContactSnapshot, ICloudTime
{
    public IReadOnlyList<CimKey> Cim
    {
        get
        {
            // The cloud may have rotated since enrolment.
            var sent = snapshots.CimKeys();
            var keys = sent.Count > 0 ? sent : identities.Current?.CimKeys ?? [];
            return [.. keys.OrderByDescending(key => key.Id).Select(key => new CimKey(key.Id, key.Secret))];
        }
    }

    public IntakeKey? Intake =>
        identities.Current is { } identity ? new IntakeKey(identity.IntakeKeyId, identity.IntakeKey) : null;

    public ContactRow? Find(CimHash hash) => snapshots.Contact(hash);

    public DateTimeOffset Now => clock.Now;
}
