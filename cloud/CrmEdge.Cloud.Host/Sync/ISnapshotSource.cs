using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Contracts.Sync;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>
/// A part of what the cloud knows that edges hold a copy of. Registered by the slice that owns it:
/// <c>services.AddSingleton&lt;ISnapshotSource, MySource&gt;()</c>.
/// </summary>
internal interface ISnapshotSource
{
    /// <summary>Its name on the wire.</summary>
    string Kind { get; }

    /// <summary>What has to be sent to an edge that holds a version (0 for none); null where it is up to date.</summary>
    Task<SnapshotChange?> ChangeAsync(EdgeId edge, long held, CancellationToken ct);
}

/// <summary>What makes a new version.</summary>
/// <param name="Version">Above 0; another one whenever the content is another.</param>
/// <param name="Since">The version the rows build on; 0 where they are everything.</param>
/// <param name="Rows">The rows, read as they are sent.</param>
internal sealed record SnapshotChange(long Version, long Since, IAsyncEnumerable<SnapshotRow> Rows);
