using System.Buffers;
using System.Threading.Channels;
using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Core.Pos.Line;

namespace CrmEdge.Edge.Agent.Line;

/// <summary>Runs the session of one connection: one mailbox for what arrives, what was answered and what timed out.</summary>
internal sealed class LineDialogue(
    IByteChannel channel, LineDesk desk, string line, PosMetrics metrics, TimeProvider time, ILogger logger)
{
    private const int MailboxMax = 64;

    private readonly LineSession _session = new();
    private readonly Channel<Func<IReadOnlyList<LineEffect>>> _mailbox =
        Channel.CreateBounded<Func<IReadOnlyList<LineEffect>>>(new BoundedChannelOptions(MailboxMax) { SingleReader = true });

    /// <summary>Serves until the line is gone or cancelled. A request in work is carried to its end all the same.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = ReadAsync(ended.Token);
        try
        {
            await foreach (var next in _mailbox.Reader.ReadAllAsync(ended.Token))
            {
                foreach (var effect in next()) await DoAsync(effect, stop, ended.Token);
                if (desk.Closed) return;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await reading;
    }

    private async Task DoAsync(LineEffect effect, CancellationToken stop, CancellationToken ended)
    {
        switch (effect)
        {
            case LineEffect.Send send:
                await channel.WriteAsync(send.Bytes, ended);
                break;
            case LineEffect.Execute execute:
                _ = ExecuteAsync(execute.Request, stop, ended);
                break;
            case LineEffect.Note note:
                LineLog.FrameRefused(logger, line, note.Code);
                break;
            case LineEffect.Wait wait:
                _ = WaitAsync(wait.Attempt, ended);
                break;
            default:
                break;
        }
    }

    private async Task ExecuteAsync(LineMessage request, CancellationToken stop, CancellationToken ended)
    {
        try
        {
            var answer = await desk.AnswerAsync(request, stop);
            await _mailbox.Writer.WriteAsync(() => _session.Answered(answer), ended);
        }
        catch (Exception e)
        {
            // Ends the connection: the till connects again and repeats its request.
            _mailbox.Writer.TryComplete(e);
        }
    }

    private async Task WaitAsync(long attempt, CancellationToken ended)
    {
        try
        {
            await Task.Delay(LineSession.AckWait, time, ended);
            await _mailbox.Writer.WriteAsync(() => _session.TimedOut(attempt), ended);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The connection ended first.
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Exception? lost = null;
        try
        {
            while (true)
            {
                var read = await channel.Input.ReadAsync(ct);
                var rest = await TakeAsync(read.Buffer, ct);
                channel.Input.AdvanceTo(rest, read.Buffer.End);
                if (read.IsCompleted) break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ChannelClosedException)
        {
            lost = e as IOException;
        }
        _mailbox.Writer.TryComplete(lost);
    }

    private async ValueTask<SequencePosition> TakeAsync(ReadOnlySequence<byte> buffer, CancellationToken ct)
    {
        // A frame is at most 16 KiB: one copy of what is there is cheaper than reading across segments.
        var bytes = buffer.ToArray();
        var at = 0;
        while (true)
        {
            var token = LineFrames.TryRead(bytes.AsSpan(at), out var payload, out var consumed);
            if (token == LineToken.NeedMore) return buffer.GetPosition(at);
            at += consumed;
            metrics.Framed(token);
            var content = payload.ToArray();
            await _mailbox.Writer.WriteAsync(() => _session.Received(token, content), ct);
        }
    }
}
