using CrmEdge.SystemTests.Rpc.Probes;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Suites;

public abstract partial class CallSuite
{
    [Fact]
    public async Task Twenty_megabytes_go_and_come_back()
    {
        var data = new byte[20_000_000];
        new Random(1).NextBytes(data.AsSpan(0, 5_000_000));
        using var channel = peer.Connect(o => o.MaxReceiveMessageSize = null);
        var reply = await new Probe.ProbeClient(channel).EchoAsync(new Ask { Data = ByteString.CopyFrom(data) }, Options());
        Assert.True(reply.Data.Span.SequenceEqual(data));
    }

    [Fact]
    public async Task A_response_past_the_limit_is_refused_here()
    {
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            Client.EchoAsync(new Ask { Data = Bytes(5 * 1024 * 1024) }, Options()).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal("still", (await Client.EchoAsync(new Ask { Text = "still" }, Options())).Text);
    }

    [Fact]
    public async Task A_request_past_the_limit_is_refused_by_the_server()
    {
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            Client.EchoAsync(new Ask { Data = Bytes(ProbePeer.ServerTakes + 1) }, Options()).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal("still", (await Client.EchoAsync(new Ask { Text = "still" }, Options())).Text);
    }

    [Fact]
    public async Task A_request_past_the_own_limit_is_not_sent()
    {
        using var channel = peer.Connect(o => o.MaxSendMessageSize = 1000);
        var client = new Probe.ProbeClient(channel);
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            client.EchoAsync(new Ask { Data = Bytes(1001) }, Options()).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        using var call = client.Chat(Options());
        e = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Ask { Data = Bytes(1001) }, Ct));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }
}
