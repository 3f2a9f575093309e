using System.Net.Sockets;

namespace CrmEdge.Simulators.Till;

/// <summary>A till that speaks the line protocol over TCP or a tty, and keeps asking until it knows.</summary>
public sealed class LineTill(Func<CancellationToken, Task<Stream>> connect, string? secret, TillLog log, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan AckWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RedialPause = TimeSpan.FromMilliseconds(500);
    private const int SendsMax = 3;

    private readonly byte[] _one = new byte[1];
    private Stream? _line;
    private int _number;

    /// <summary>A till on TCP.</summary>
    public static LineTill OnTcp(string host, int port, string secret, TillLog log, TimeProvider time) => new(async ct =>
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(host, port, ct);
        return client.GetStream();
    }, secret, log, time);

    /// <summary>Asks until there is an answer: on silence and lost lines the same request goes out again.</summary>
    public async Task<TillAnswer> AskAsync(string type, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken ct)
    {
        var number = ++_number;
        log.Write("asked", type, number, fields);
        while (true)
        {
            try
            {
                await ReadyAsync(ct);
                if (await TryAskAsync(type, number, fields, ct) is { } answer)
                {
                    log.Write("answered", type, number, answer.Fields);
                    return answer;
                }
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                await HangUpAsync();
            }
            log.Write("silent", type, number, []);
            await Task.Delay(RedialPause, time, ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await HangUpAsync();

    private async Task ReadyAsync(CancellationToken ct)
    {
        if (_line is not null) return;
        _line = await connect(ct);
        var hello = new List<KeyValuePair<string, string>> { new("version", "1") };
        if (secret is not null) hello.Add(new("secret", secret));
        if (await TryAskAsync("HI", 999_999, hello, ct) is { } answer && answer["code"] == "ok") return;
        await HangUpAsync();
        throw new IOException("The edge did not greet the till.");
    }

    private async Task<TillAnswer?> TryAskAsync(
        string type, int number, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken ct)
    {
        var frame = LineWire.Frame(type, number, fields);
        var sent = 0;
        var acknowledged = false;
        while (true)
        {
            if (!acknowledged)
            {
                if (sent++ == SendsMax) return null;
                await _line!.WriteAsync(frame, ct);
                await _line.FlushAsync(ct);
            }
            switch (await NextAsync(acknowledged ? AnswerWait : AckWait, ct))
            {
                case (LineWire.Ack, _):
                    acknowledged = true;
                    break;
                case (LineWire.Stx, { } answer) when answer.Number == number:
                    return answer;
                case (LineWire.Stx, _):
                    // An answer to an earlier request, sent again: it was acknowledged, and that is all.
                    acknowledged = true;
                    break;
                case null when acknowledged:
                    return null;
                default:
                    break;
            }
        }
    }

    /// <summary>The next token: ACK, NAK or a whole frame, which is acknowledged; null where nothing came in time.</summary>
    private async Task<(byte Kind, TillAnswer? Answer)?> NextAsync(TimeSpan within, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = time.CreateTimer(_ => limit.Cancel(), null, within, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                var b = await ByteAsync(limit.Token);
                if (b is LineWire.Ack or LineWire.Nak) return (b, null);
                if (b != LineWire.Stx) continue;
                var payload = new List<byte>();
                while ((b = await ByteAsync(limit.Token)) != LineWire.Etx) payload.Add(b);
                var whole = await ByteAsync(limit.Token) == LineWire.Check([.. payload]);
                await _line!.WriteAsync(new[] { whole ? LineWire.Ack : LineWire.Nak }, ct);
                if (whole) return (LineWire.Stx, LineWire.Parse([.. payload]));
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async ValueTask<byte> ByteAsync(CancellationToken ct)
    {
        if (await _line!.ReadAsync(_one, ct) == 0) throw new IOException("The edge hung up.");
        return _one[0];
    }

    private async ValueTask HangUpAsync()
    {
        if (_line is null) return;
        await _line.DisposeAsync();
        _line = null;
    }
}
