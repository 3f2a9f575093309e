using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Contracts.Devices;
using Grpc.Core;

namespace CrmEdge.Cloud.Host.Devices;

/// <summary>What installers do at a hub: pair a device with it, and let one go.</summary>
internal sealed partial class DevicePairingService(
    EdgeDirectory edges, DevicePairer pairer, DeviceRows rows, ILogger<DevicePairingService> logger)
        : DevicePairing.DevicePairingBase
{
    private const int SerialCharsMax = 64;

    public override async Task<PairReply> Pair(PairRequest request, ServerCallContext context)
    {
        var (ct, caller) = (context.CancellationToken, EdgeDirectory.CallerOf(context));
        var standing = await edges.CheckAsync(caller, ct);
        if (standing != EdgeCode.Ok) return new PairReply { Refused = Refusals.Of(standing) };
        var edge = caller!.Id;
        if (request.SerialNumber.Length is 0 or > SerialCharsMax
            || await pairer.PairAsync(edge, request.SerialNumber, request.PairingCode, ct) is not { } paired) return Unknown();
        if (paired.Code != PairCode.Ok)
        {
            Log.Refused(logger, edge.Edge, paired.Device, paired.Code);
            return new PairReply { Refused = PairWords.Refused(paired.Code) };
        }
        Log.Paired(logger, edge.Edge, paired.Device);

        // Unpaired again between the two: the hub hears of it as of any refusal.
        return await rows.OfAsync(edge.Tenant, edge.Edge, paired.Device, ct) is [var device]
            ? new PairReply { Device = device }
            : new PairReply { Refused = PairWords.Refused(PairCode.Stale) };
    }

    public override async Task<UnpairReply> Unpair(UnpairRequest request, ServerCallContext context)
    {
        var (ct, caller) = (context.CancellationToken, EdgeDirectory.CallerOf(context));
        var standing = await edges.CheckAsync(caller, ct);
        if (standing != EdgeCode.Ok) return new UnpairReply { Refused = Refusals.Of(standing) };
        if (!Guid.TryParse(request.DeviceId, out var device)) return new UnpairReply { Refused =
            PairWords.Refused(PairCode.NotPairedHere) };
        var code = await pairer.UnpairAsync(caller!.Id.Tenant, device, caller.Id.Edge, ct);
        return code == PairCode.Ok ? new UnpairReply() : new UnpairReply { Refused = PairWords.Refused(code) };
    }

    private static PairReply Unknown() => new()
    {
        Refused = new Contracts.Common.Refusal { Code = PairWords.SerialUnknown, Message = PairWords.SerialUnknownMessage },
    };

    private static partial class Log
    {
        [LoggerMessage(3520, LogLevel.Information, "Device {Device} is paired with hub {Edge}")]
        public static partial void Paired(ILogger logger, Guid edge, Guid device);

        [LoggerMessage(3521, LogLevel.Information, "Hub {Edge} may not have device {Device}: {Code}")]
        public static partial void Refused(ILogger logger, Guid edge, Guid device, PairCode code);
    }
}
