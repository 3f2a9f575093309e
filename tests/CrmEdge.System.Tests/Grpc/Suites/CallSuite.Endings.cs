using CrmEdge.SystemTests.Rpc.Probes;
using Grpc.Core;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Suites;

public abstract partial class CallSuite
{
    [Fact]
    public async Task A_deadline_ends_a_call_and_the_server_sees_it()
    {
        var name = $"deadline {Guid():N}";
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            Client.HangAsync(new Ask { Text = name }, Options(TestClock.In(0.5))).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        await SeenAsync(name);
    }

    [Fact]
    public async Task A_deadline_in_the_past_sends_nothing()
    {
        using var call = Client.EchoAsync(new Ask(), Options(TestClock.In(-1)));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_deadline_ends_a_stream()
    {
        using var call = Client.Chat(Options(TestClock.In(0.5)));
        await call.RequestStream.WriteAsync(new Ask(), Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Ct));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    [Fact]
    public async Task A_token_cancels_a_call_and_the_server_sees_it()
    {
        var name = $"token {Guid():N}";
        using var cancel = new CancellationTokenSource();
        using var call = Client.HangAsync(new Ask { Text = name }, new CallOptions(Headers(), cancellationToken: cancel.Token));
        cancel.CancelAfter(TimeSpan.FromMilliseconds(300));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
        await SeenAsync(name);
    }

    [Fact]
    public async Task Disposal_cancels_a_stream()
    {
        var call = Client.Chat(Options());
        await call.RequestStream.WriteAsync(new Ask(), Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        var next = call.ResponseStream.MoveNext(Ct);
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_token_given_to_a_read_cancels_the_call()
    {
        using var call = Client.Chat(Options());
        await call.RequestStream.WriteAsync(new Ask(), Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        using var cancel = new CancellationTokenSource();
        var next = call.ResponseStream.MoveNext(cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
    }

    private static Guid Guid() => new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    private Task SeenAsync(string name) => TestClock.UntilAsync(
        async () => (await Client.SeenAsync(new Ask { Text = name }, Options())).Count == 1,
        $"the server sees '{name}' cancelled");
}
