using CrmEdge.SystemTests.Rpc.Probes;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Suites;

/// <summary>What our client must do against any server of the probe service. The four parts share one run per server.</summary>
public abstract partial class CallSuite(ProbePeer peer)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Probe.ProbeClient Client => peer.Client;

    [Fact]
    public async Task Unary_gives_the_message_back()
    {
        var reply = await Client.EchoAsync(new Ask { Text = "καλημέρα", Count = 7 }, Options());
        Assert.Equal("καλημέρα", reply.Text);
        Assert.Equal(7, reply.Count);
    }

    [Fact]
    public void Unary_can_block() => Assert.Equal("a", Client.Echo(new Ask { Text = "a" }, Options()).Text);

    [Fact]
    public async Task A_message_of_zero_bytes_is_a_message() => Assert.NotNull(await Client.PingAsync(new Nothing(), Options()));

    [Fact]
    public async Task Many_calls_share_the_channel()
    {
        var calls = Enumerable.Range(0, 200).Select(async i => (await Client.EchoAsync(new Ask { Count = i }, Options())).Count);
        Assert.Equal(Enumerable.Range(0, 200), await Task.WhenAll(calls));
    }

    [Fact]
    public async Task Server_stream_arrives_whole_and_in_order()
    {
        using var call = Client.Count(new Ask { Count = 1000 }, Options());
        var seen = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync(Ct)) seen.Add(reply.Count);
        Assert.Equal(Enumerable.Range(0, 1000), seen);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("1000", call.GetTrailers().GetValue("x-sent"));
    }

    [Fact]
    public async Task Server_stream_may_be_empty()
    {
        using var call = Client.Count(new Ask(), Options());
        Assert.False(await call.ResponseStream.MoveNext(Ct));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Client_stream_is_added_up()
    {
        using var call = Client.Sum(Options());
        for (var i = 0; i < 1000; i++) await call.RequestStream.WriteAsync(new Ask { Count = 2 }, Ct);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(2000, (await call).Count);
    }

    [Fact]
    public async Task Client_stream_may_hold_messages_back_until_the_end()
    {
        using var call = Client.Sum(Options());
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint | WriteFlags.NoCompress);
        for (var i = 0; i < 100; i++) await call.RequestStream.WriteAsync(new Ask { Count = 1 }, Ct);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(100, (await call).Count);
    }

    [Fact]
    public async Task Duplex_answers_each_message_before_the_next()
    {
        using var call = Client.Chat(Options());
        for (var i = 0; i < 500; i++)
        {
            await call.RequestStream.WriteAsync(new Ask { Count = i }, Ct);
            Assert.True(await call.ResponseStream.MoveNext(Ct));
            Assert.Equal(i, call.ResponseStream.Current.Count);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Ct));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Metadata_and_trailers_go_both_ways_as_text_and_bytes()
    {
        byte[] bytes = [0, 1, 254, 255, (byte)',', (byte)'='];
        var headers = Headers();
        headers.Add("X-Text", "a, b=c; %41");
        headers.Add("x-data-bin", bytes);
        using var call = Client.EchoAsync(new Ask(), new CallOptions(headers, cancellationToken: Ct));
        var received = await call.ResponseHeadersAsync;
        await call;
        Assert.Equal("a, b=c; %41", received.GetValue("x-text"));
        Assert.Equal(bytes, received.GetValueBytes("x-data-bin"));
        Assert.Equal("a, b=c; %41", call.GetTrailers().GetValue("x-text-trailer"));
        Assert.Equal(bytes, call.GetTrailers().GetValueBytes("x-data-trailer-bin"));
    }

    private Metadata Headers() => peer.Gzip ? new Metadata { { "grpc-internal-encoding-request", "gzip" } } : [];

    private CallOptions Options(DateTime? deadline = null) => new(Headers(), deadline, Ct);

    private static ByteString Bytes(int count) => ByteString.CopyFrom(new byte[count]);
}
