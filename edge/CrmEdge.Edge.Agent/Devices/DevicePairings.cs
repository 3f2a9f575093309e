using System.Security.Cryptography;
using CrmEdge.Contracts.Devices;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Core.Pairing;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>What an installer is told: the device's MQTT user name and password, which is shown this once; or why not.</summary>
internal sealed record PairAnswer(string? Device, string? Password, string? Code, string? Message)
{
    public static PairAnswer Refused(string code, string message) => new(null, null, code, message);
}

/// <summary>Pairs devices with this hub: the cloud says whose the device is, the hub mints its password.</summary>
internal sealed partial class DevicePairings(
    ICloudLink cloud, DeviceBook book, DeviceWishes wishes, RandomNumberGenerator random, TimeProvider time,
    ILogger<DevicePairings> logger)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    /// <summary>Pairs, or gives a device that is paired already a new password.</summary>
    public async Task<PairAnswer> PairAsync(string serial, string code, CancellationToken ct)
    {
        var request = new PairRequest { SerialNumber = serial, PairingCode = code };
        var reply = await cloud.PairAsync(request, Deadline.After(Most, time), ct);
        if (reply is null)
            return PairAnswer.Refused("cloud_unreachable", "The cloud did not answer. Restore the link, then pair again.");
        if (reply.OutcomeCase != PairReply.OutcomeOneofCase.Device)
            return PairAnswer.Refused(reply.Refused.Code, reply.Refused.Message);
        if (DeviceRecords.Read(reply.Device) is not { } device)
            return PairAnswer.Refused(
                "reply_not_understood", "The cloud's answer is not understood. Update the agent, then pair again.");
        var password = Mint();
        await book.PairedAsync(device with { PasswordHash = DevicePassword.HashOf(password) }, ct);
        Log.Paired(logger, device.Id, device.SerialNumber);
        return new PairAnswer(device.Id, password, null, null);
    }

    /// <summary>Lets a device go: in the cloud first, so that it is never without a hub that answers for it.</summary>
    public async Task<PairAnswer> UnpairAsync(string id, CancellationToken ct)
    {
        if (book.Find(id) is not { } held)
            return PairAnswer.Refused("device_unknown", "This hub has no device of this id. Look it up in the list.");
        var reply = await cloud.UnpairAsync(new UnpairRequest { DeviceId = id }, Deadline.After(Most, time), ct);
        if (reply is null)
            return PairAnswer.Refused("cloud_unreachable", "The cloud did not answer. Restore the link, then try again.");
        if (reply.Refused is { } no) return PairAnswer.Refused(no.Code, no.Message);
        var row =
            new Device { DeviceId = id, SerialNumber = held.SerialNumber, State = DeviceState.Removed, Version =
                (ulong)held.Version + 1 };
        await wishes.ApplyAsync([row], ct);
        return new PairAnswer(id, null, null, null);
    }

    private string Mint()
    {
        Span<byte> bytes = stackalloc byte[DevicePassword.Bytes];
        random.GetBytes(bytes);
        return DevicePassword.Of(bytes);
    }

    private static partial class Log
    {
        [LoggerMessage(2330, LogLevel.Information, "Device {Device} (serial number {Serial}) is paired with this hub")]
        public static partial void Paired(ILogger logger, string device, string serial);
    }
}
