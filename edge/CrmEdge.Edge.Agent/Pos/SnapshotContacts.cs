using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>The contacts of the cloud's last snapshot.</summary>
internal sealed class SnapshotContacts(SnapshotStore snapshots) : IContactSnapshot
{
    public ContactRow? Find(CimHash hash) => snapshots.Contact(hash);
}
