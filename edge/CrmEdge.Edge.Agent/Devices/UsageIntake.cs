using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Pairing;
using CrmEdge.Hosting.Tracing;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>
/// Takes readings from the listener into the journal. A device gets its acknowledgement once all readings of the message are on
/// the disk, and not before; as many messages as wait share one commit.
/// </summary>
internal sealed partial class UsageIntake(EdgeJournal journal, Traces traces, CloudClock clock, ILogger<UsageIntake> logger)
{
    private const int BatchMessages = 256;

    /// <summary>Runs until the listener has stopped and every message is completed.</summary>
    public async Task RunAsync(MqttListener listener)
    {
        var batch = new List<MqttInbound>(BatchMessages);
        while (await listener.Inbound.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < BatchMessages && listener.Inbound.TryRead(out var inbound)) batch.Add(inbound);
            await TakeAsync(batch);
        }
    }

    private async Task TakeAsync(IReadOnlyList<MqttInbound> batch)
    {
        // All appends are begun before the first is awaited, so that they meet in one commit.
        var now = clock.Now;
        var begun = batch.Select(inbound => (inbound, Task: StoreAsync(inbound, now))).ToList();
        foreach (var (inbound, storing) in begun)
        {
            var outcome = await storing;
            if (outcome.Code == AppendCode.Recorded || outcome.Code == AppendCode.AlreadyRecorded) inbound.Accept();
            else Fail(inbound, outcome.Code);
        }
    }

    private async Task<AppendOutcome> StoreAsync(MqttInbound inbound, DateTimeOffset now)
    {
        using var step = traces.Enter("reading");
        var device = inbound.Session.Device.Name;
        if (inbound.IsWill || inbound.Message.Qos == MqttQos.AtMostOnce)
        {
            // Nobody promised to deliver it, so nobody can be billed for it.
            Log.NotBilled(logger, device);
            return new AppendOutcome(AppendCode.Recorded, 0);
        }
        var read = ReadingJson.Read(inbound.Message.Payload);
        if (read.Code is { } code) return await RefuseAsync(inbound, code, read.Reason);
        var appends =
            read.Readings.Select(r => journal.AppendAsync(DeviceRecords.Usage(device, r, now), CancellationToken.None).AsTask())
                .ToList();
        var outcomes = await Task.WhenAll(appends);
        if (outcomes.Any(o => o.Code == AppendCode.KeyReused))
            return await RefuseAsync(
                inbound, "key_reused",
                "The boot and number of a reading were used for other content: make a new boot at each start.");
        var outcome = outcomes.FirstOrDefault(o => !o.IsDurable, outcomes[0]);
        if (outcome.Code == AppendCode.Recorded) Log.Taken(logger, device, outcomes.Length, outcome.Seq);
        return outcome;
    }

    /// <summary>
    /// A v5 device is told no and knows. An older one cannot be told and would send it for ever: it is acknowledged, and the
    /// payload
    /// kept for a person.
    /// </summary>
    private async Task<AppendOutcome> RefuseAsync(MqttInbound inbound, string code, string reason)
    {
        var device = inbound.Session.Device.Name;
        Log.Refused(logger, device, code);
        if (inbound.Session.Version == MqttVersion.V5 && code != "key_reused")
        {
            inbound.Refuse(MqttReasonCode.PayloadFormatInvalid, $"{code}: {reason}");
            return new AppendOutcome(AppendCode.Recorded, 0);
        }
        return await journal.AppendAsync(
            DeviceRecords.Unreadable(device, inbound.Message.Payload.Span, code), CancellationToken.None);
    }

    private void Fail(MqttInbound inbound, AppendCode code)
    {
        var refusal = JournalRefusal.Of(code)!;
        Log.NotStored(logger, inbound.Session.Device.Name, refusal.Name);
        inbound.Fail(refusal.Advice);
    }

    private static partial class Log
    {
        [LoggerMessage(2310, LogLevel.Debug, "Device {Device} published without asking for an acknowledgement: not billed")]
        public static partial void NotBilled(ILogger logger, string device);

        [LoggerMessage(2311, LogLevel.Warning, "A message of device {Device} is no reading: {Code}")]
        public static partial void Refused(ILogger logger, string device, string code);

        [LoggerMessage(2313, LogLevel.Debug, "{Count} readings of device {Device} are durable, one as record {Seq}")]
        public static partial void Taken(ILogger logger, string device, int count, long seq);

        [LoggerMessage(
            2312, LogLevel.Warning, "A reading of device {Device} was not stored ({Reason}); the device sends it again")]
        public static partial void NotStored(ILogger logger, string device, string reason);
    }
}
