using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Listener;

/// <summary>The life of an admitted session, from CONNACK to the last byte.</summary>
internal sealed class SessionRunner(MqttSession session, MqttLink link, MqttMessage? will, ListenerServices services)
{
    private static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(2);

    private bool _sendFailed;

    public async Task RunAsync(CancellationToken stop)
    {
        await using var stopping = stop.Register(link.StopReading);
        Log.Connected(services.Logger, session.ClientId, session.Device.Name, session.Remote, session.Version);
        ListenerMetrics.Sessions.Add(1);
        var sending = SendAsync();
        using (var watch = new KeepAliveWatch(session, link, services.Time))
        {
            await ReadAsync();
        }

        await sending;
        session.Leave();
        ListenerMetrics.Sessions.Add(-1);
        LogEnd();
        if (!session.End!.ByDevice && !_sendFailed) await link.LingerAsync(LingerTimeout);
        await PublishWillAsync();
    }

    private async Task ReadAsync()
    {
        var reader = new SessionReader(session, link, services);
        try
        {
            session.Device.Started(session);
            session.TryEnd(await reader.RunAsync(link.Reading));
        }
        catch (OperationCanceledException)
        {
            await FinishAcksAsync(reader.Stranded);
            session.TryEnd(SessionEnds.Stopping);
        }
        catch (Exception e) when (MqttLink.IsGone(e))
        {
            session.TryEnd(SessionEnds.Lost);
        }
        catch (Exception e)
        {
            Log.Failed(services.Logger, e, session.ClientId);
            session.TryEnd(SessionEnds.OurFault);
        }
    }

    private async Task FinishAcksAsync(int stranded)
    {
        using var grace = new CancellationTokenSource(services.Options.StopGrace, services.Time);
        try
        {
            if (session.End is null) await session.PublishRoomAsync(1 + stranded, grace.Token);
        }
        catch (OperationCanceledException)
        {
            // Not acknowledged, so the device will send it again.
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await link.Outbox.RunAsync();
        }
        catch (Exception e) when (e is TimeoutException || MqttLink.IsGone(e))
        {
            _sendFailed = true;
            session.TryEnd(e is TimeoutException ? SessionEnds.Slow : SessionEnds.Lost);
        }
    }

    private void LogEnd()
    {
        var end = session.End!;
        if (end.Reason == MqttReasonCode.Success) Log.Left(services.Logger, session.ClientId, end.Reason, end.Text);
        else Log.Ended(services.Logger, session.ClientId, end.Reason, end.Text);
        session.Device.Ended(session, end);
    }

    // No session outlives its connection, so a will delay (MQTT-3.1.3-9) is over at once.
    private async Task PublishWillAsync()
    {
        if (will is null || session.End is { ByDevice: true, Reason: MqttReasonCode.Success }) return;
        using var grace = new CancellationTokenSource(services.Options.StopGrace, services.Time);
        try
        {
            var inbound = new MqttInbound(session, will, packetId: 0, duplicate: false, isWill: true);
            await services.Inbound.WriteAsync(inbound, grace.Token);
        }
        catch (OperationCanceledException)
        {
            Log.WillLost(services.Logger, session.ClientId);
        }
    }
}
