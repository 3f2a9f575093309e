using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Cloud.Host.Devices;
using CrmEdge.Cloud.Host.Sync;
using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Sync;

namespace CrmEdge.Cloud.Host.Provisioning;

/// <summary>What hubs did with the wishes for their devices.</summary>
internal sealed class DeviceAppliedHandler : IInboxHandler
{
    public RecordType Type => RecordType.DeviceApplied;

    public int VersionMax => 1;

    public int RunMax => 1;

    public async Task<InboxOutcome> ApplyAsync(InboxRun run, CancellationToken ct)
    {
        var applied = DeviceApplied.Parser.ParseFrom(run.Records[0].Payload);
        DesiredState? state = applied.State switch
        {
            DeviceState.Enabled => DesiredState.Enabled,
            DeviceState.Suspended => DesiredState.Suspended,
            DeviceState.Removed => DesiredState.Removed,
            _ => null,
        };
        if (!Guid.TryParse(applied.DeviceId, out var device) || state is null || applied.Version >= long.MaxValue)
            return InboxOutcome.Refused(
                "device_report_malformed",
                "The hub's report names no device, version or state. Update the edge; nothing else is to be done.");
        var code = await run.Ledger.SubmitAsync(
            new NoteApplied(run.Edge.Tenant, device, run.Edge.Edge, (long)applied.Version, state.Value), ct);
        return code == PairCode.Ok ? InboxOutcome.Applied() : InboxOutcome.Refused(WireName.Of(code), PairWords.Of(code));
    }
}
