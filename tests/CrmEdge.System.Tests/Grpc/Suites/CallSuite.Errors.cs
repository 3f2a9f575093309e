using CrmEdge.SystemTests.Rpc.Probes;
using Grpc.Core;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Suites;

public abstract partial class CallSuite
{
    public static TheoryData<StatusCode> ErrorCodes() => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(ErrorCodes))]
    public async Task Every_code_arrives_with_its_text_and_trailers(StatusCode code)
    {
        const string text = "100 % of «γειά»\nand a second line";
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            Client.FailAsync(new Ask { Code = (int)code, Text = text }, Options()).ResponseAsync);
        Assert.Equal(code, e.StatusCode);
        Assert.Equal(text, e.Status.Detail);
        Assert.Equal("because", e.Trailers.GetValue("x-why"));
        Assert.Equal([0, 255, 10], e.Trailers.GetValueBytes("x-why-bin")!);
    }

    [Fact]
    public async Task An_exception_in_a_handler_is_unknown()
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => Client.ThrowAsync(new Ask(), Options()).ResponseAsync);
        Assert.Equal(StatusCode.Unknown, e.StatusCode);
    }

    [Fact]
    public async Task A_service_nobody_serves_is_unimplemented()
    {
        var absent = new Absent.AbsentClient(peer.Channel);
        var e = await Assert.ThrowsAsync<RpcException>(() => absent.CallAsync(new Nothing(), Options()).ResponseAsync);
        Assert.Equal(StatusCode.Unimplemented, e.StatusCode);
    }

    [Fact]
    public async Task A_server_stream_that_fails_half_way_gives_what_was_sent_first()
    {
        using var call = Client.Count(new Ask { Count = 3, Code = 10, Text = "enough" }, Options());
        for (var i = 0; i < 3; i++) Assert.True(await call.ResponseStream.MoveNext(Ct));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Ct));
        Assert.Equal((StatusCode.Aborted, "enough"), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task A_server_may_end_a_client_stream_and_the_writer_learns_its_status()
    {
        using var call = Client.Sum(Options());
        await call.RequestStream.WriteAsync(new Ask { Code = 9, Text = "stop" }, Ct);
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true) await call.RequestStream.WriteAsync(new Ask { Count = 1, Data = Bytes(10_000) }, Ct);
        });
        Assert.Equal((StatusCode.FailedPrecondition, "stop"), (e.StatusCode, e.Status.Detail));
        e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
    }

    [Fact]
    public async Task A_duplex_call_fails_half_way()
    {
        using var call = Client.Chat(Options());
        await call.RequestStream.WriteAsync(new Ask { Text = "one" }, Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        await call.RequestStream.WriteAsync(new Ask { Code = 3, Text = "bad" }, Ct);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Ct));
        Assert.Equal((StatusCode.InvalidArgument, "bad"), (e.StatusCode, e.Status.Detail));
        e = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Ask(), Ct));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }
}
