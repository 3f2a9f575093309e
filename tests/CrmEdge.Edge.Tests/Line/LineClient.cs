using System.Buffers;
using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Core.Pos.Line;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Line;

/// <summary>A till at the other end of a channel, one token at a time.</summary>
internal sealed class LineClient(IByteChannel channel) : IAsyncDisposable
{
    private int _number;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task SendAsync(ReadOnlySpan<byte> bytes) => channel.WriteAsync(bytes.ToArray(), Ct).AsTask();

    public Task AskAsync(LineMessage message) => SendAsync(LineFrames.Write(message.Write()));

    public async Task<(LineToken Token, LineMessage? Message)> NextAsync()
    {
        while (true)
        {
            var read = await channel.Input.ReadAsync(Ct).AsTask().InTimeAsync(what: "something from the edge");
            var token = LineFrames.TryRead(read.Buffer.ToArray(), out var payload, out var consumed);
            LineMessage? message = null;
            if (token == LineToken.Frame) Assert.Null(LineMessage.TryRead(payload, out message));
            var rest = read.Buffer.GetPosition(consumed);
            channel.Input.AdvanceTo(rest, token == LineToken.NeedMore ? read.Buffer.End : rest);
            if (token != LineToken.NeedMore) return (token, message);
            Assert.False(read.IsCompleted, "the edge closed the line");
        }
    }

    /// <summary>Asks, and acknowledges the answer.</summary>
    public async Task<LineMessage> AnswerAsync(string type, params string[] fields)
    {
        await AskAsync(Message(type, ++_number, fields));
        Assert.Equal(LineToken.Ack, (await NextAsync()).Token);
        var (token, answer) = await NextAsync();
        Assert.Equal(LineToken.Frame, token);
        await SendAsync([LineBytes.Ack]);
        return answer!;
    }

    public static LineMessage Message(string type, int number, params string[] fields) => new(type, number,
        [.. fields.Select(field => field.Split('=', 2)).Select(parts => new LineField(parts[0], parts[1].Replace('/', LineBytes.PartSeparator)))]);

    public ValueTask DisposeAsync() => channel.DisposeAsync();
}
