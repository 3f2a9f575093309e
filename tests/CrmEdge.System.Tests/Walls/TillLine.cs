using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Walls;

/// <summary>A till's end of the line protocol, byte by byte, so that it can also send what no till should.</summary>
internal sealed class TillLine(NetworkStream line) : IAsyncDisposable
{
    public const byte Ack = 6;
    public const byte Nak = 21;
    private const byte Stx = 2;
    private const byte Etx = 3;
    private const char Fs = '\u001c';
    private int _number;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Connects and says hello with a paired secret.</summary>
    public static async Task<TillLine> OpenAsync(IPEndPoint edge, string secret)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(edge, Ct);
        var till = new TillLine(new NetworkStream(socket, ownsSocket: true));
        Assert.Equal("ok", (await till.AskAsync("HI", "version=1", $"secret={secret}"))["code"]);
        return till;
    }

    /// <summary>Asks, and returns the fields of the answer.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AskAsync(string type, params string[] fields)
    {
        await SendAsync(Frame(Payload(type, fields)));
        Assert.Equal(Ack, await ByteAsync());
        return await AnswerAsync();
    }

    public Task SendAsync(byte[] bytes) => line.WriteAsync(bytes, Ct).AsTask();

    public byte[] Payload(string type, params string[] fields) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{type}{Fs}{++_number}{string.Concat(fields.Select(field => $"{Fs}{field}"))}"));

    public static byte[] Frame(byte[] payload) => [Stx, .. payload, Etx, Lrc(payload)];

    public static byte Lrc(byte[] payload) => payload.Aggregate(Etx, (check, b) => (byte)(check ^ b));

    public async Task<byte> ByteAsync()
    {
        var one = new byte[1];
        await line.ReadExactlyAsync(one, Ct).AsTask().InTimeAsync(what: "a byte from the edge");
        return one[0];
    }

    /// <summary>Reads one frame and acknowledges it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AnswerAsync()
    {
        Assert.Equal(Stx, await ByteAsync());
        var payload = new List<byte>();
        for (var next = await ByteAsync(); next != Etx; next = await ByteAsync()) payload.Add(next);
        Assert.Equal(Lrc([.. payload]), await ByteAsync());
        await SendAsync([Ack]);
        return Encoding.UTF8.GetString([.. payload]).Split(Fs).Skip(2).Select(field => field.Split('=', 2))
            .GroupBy(parts => parts[0]).ToDictionary(same => same.Key, same => same.First()[1]);
    }

    public ValueTask DisposeAsync() => line.DisposeAsync();
}
