using CrmEdge.SystemTests.Rpc.Probes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Traps;

/// <summary>What went wrong once in a client, or goes wrong in many.</summary>
public sealed class ClientTraps
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disposed_stream_is_reset_and_never_ends_in_order()
    {
        const int calls = 100;
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        await using var tap = new FrameTap(host.Port);
        using var channel = TestChannel.To(tap.Port);
        var client = new Probe.ProbeClient(channel);
        for (var i = 0; i < calls; i++)
        {
            var call = client.Chat(cancellationToken: Ct);
            await call.RequestStream.WriteAsync(new Ask { Text = "disposed" }, Ct);
            Assert.True(await call.ResponseStream.MoveNext(Ct));
            call.Dispose();
        }
        await TestClock.UntilAsync(
            async () => (await client.SeenAsync(new Ask { Text = "disposed" }, cancellationToken: Ct)).Count == calls,
            "every call is seen cancelled");
        var resets = tap.Frames.Where(f => f.Type == Frame.Reset).ToList();
        Assert.Equal(calls, resets.Count);
        Assert.All(resets, reset => Assert.Equal(8, reset.Error));
        var disposed = resets.Select(r => r.Stream).ToHashSet();
        Assert.DoesNotContain(tap.Frames, f => f.EndsStream && disposed.Contains(f.Stream));
    }

    [Fact]
    public async Task Response_headers_arrive_though_nobody_reads()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var channel = TestChannel.To(host.Port);
        using var call = new Probe.ProbeClient(channel).Chat(cancellationToken: Ct);
        await call.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(10), Ct);
    }

    [Fact]
    public async Task A_write_after_the_servers_end_throws_the_servers_status()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var channel = TestChannel.To(host.Port);
        for (var i = 0; i < 30; i++)
        {
            using var call = new Probe.ProbeClient(channel).Sum(cancellationToken: Ct);
            var e = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                await call.RequestStream.WriteAsync(new Ask { Code = 5, Text = "no such" }, Ct);
                while (true) await call.RequestStream.WriteAsync(new Ask { Count = 1 }, Ct);
            });
            Assert.Equal((StatusCode.NotFound, "no such"), (e.StatusCode, e.Status.Detail));
        }
    }

    [Fact]
    public async Task An_unanswered_ping_makes_the_call_unavailable()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        await using var tap = new FrameTap(host.Port);
        using var handler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        };
        using var channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{tap.Port}", new GrpcChannelOptions { HttpHandler = handler });
        using var call = new Probe.ProbeClient(channel).Chat(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(new Ask(), Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        tap.FallSilent();
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            call.ResponseStream.MoveNext(Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public async Task A_cut_line_makes_the_call_unavailable_and_the_next_call_connects_again()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        await using var tap = new FrameTap(host.Port);
        using var channel = TestChannel.To(tap.Port);
        var client = new Probe.ProbeClient(channel);
        using var call = client.Chat(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(new Ask(), Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        tap.Cut();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Ct));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Equal("back", (await client.EchoAsync(new Ask { Text = "back" }, cancellationToken: Ct)).Text);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        int port;
        await using (var gone = await ProbeHost.StartAsync(new ProbeHostOptions())) port = gone.Port;
        using var channel = TestChannel.To(port);
        var client = new Probe.ProbeClient(channel);
        var e = await Assert.ThrowsAsync<RpcException>(() => client.EchoAsync(new Ask(), cancellationToken: Ct).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        using var call = client.Chat(cancellationToken: Ct);
        e = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Ask(), Ct));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseHeadersAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_the_server_does_not_know_is_unavailable(bool withForeignCertificate)
    {
        using var tls = new TestCertificates();
        using var foreign = new TestCertificates();
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions { Tls = tls, Mutual = true });
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => tls.Issued(certificate);
        if (withForeignCertificate) handler.SslOptions.ClientCertificates = [foreign.Client];
        using var channel = GrpcChannel.ForAddress(
            $"https://127.0.0.1:{host.Port}", new GrpcChannelOptions { HttpHandler = handler });
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            new Probe.ProbeClient(channel).EchoAsync(new Ask(), cancellationToken: Ct).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public async Task A_server_nobody_knows_is_unavailable()
    {
        using var tls = new TestCertificates();
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions { Tls = tls });
        using var channel = GrpcChannel.ForAddress($"https://127.0.0.1:{host.Port}");
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            new Probe.ProbeClient(channel).EchoAsync(new Ask(), cancellationToken: Ct).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public async Task Two_hundred_streams_pass_a_server_limit_of_one_hundred()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions
        {
            Kestrel = k => k.Limits.Http2.MaxStreamsPerConnection = 100,
        });
        await using var tap = new FrameTap(host.Port);
        using var channel = TestChannel.To(tap.Port);
        var client = new Probe.ProbeClient(channel);
        var calls = Enumerable.Range(0, 200).Select(_ => client.Chat(cancellationToken: Ct)).ToList();
        await Task.WhenAll(calls.Select(async call =>
        {
            await call.RequestStream.WriteAsync(new Ask(), Ct);
            Assert.True(await call.ResponseStream.MoveNext(Ct));
        }));
        Assert.True(tap.Connections >= 2, $"{tap.Connections} connections");
        calls.ForEach(call => call.Dispose());
    }

    [Fact]
    public async Task The_wall_clock_does_not_move_a_deadline()
    {
        var time = new ManualTime();
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var channel = TestChannel.To(host.Port, options: o =>
            o.ServiceProvider = new ServiceCollection().AddSingleton<TimeProvider>(time).BuildServiceProvider());
        var client = new Probe.ProbeClient(channel);
        using var call = client.Chat(deadline: time.GetUtcNow().UtcDateTime.AddHours(1), cancellationToken: Ct);
        await call.RequestStream.WriteAsync(new Ask(), Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        time.StepWall(TimeSpan.FromHours(5));
        time.Advance(TimeSpan.FromMinutes(59));
        await call.RequestStream.WriteAsync(new Ask(), Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        var next = call.ResponseStream.MoveNext(Ct);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
    }

    [Fact]
    public async Task A_disposed_channel_cancels_its_calls()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        var channel = TestChannel.To(host.Port);
        using var call = new Probe.ProbeClient(channel).Chat(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(new Ask(), Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        var next = call.ResponseStream.MoveNext(Ct);
        channel.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
        Assert.Throws<ObjectDisposedException>(channel.CreateCallInvoker);
    }

    [Fact]
    public async Task Text_metadata_that_is_no_ascii_is_named_in_the_error()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var channel = TestChannel.To(host.Port);
        var e = await Assert.ThrowsAsync<RpcException>(() => new Probe.ProbeClient(channel)
            .EchoAsync(new Ask(), new Metadata { { "x-name", "Άννα" } }, cancellationToken: Ct).ResponseAsync);
        Assert.Equal(StatusCode.Internal, e.StatusCode);
        Assert.Contains("x-name-bin", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_read_or_write_at_the_same_time_is_a_bug_and_says_so()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var channel = TestChannel.To(host.Port);
        using var call = new Probe.ProbeClient(channel).Chat(cancellationToken: Ct);
        var first = call.ResponseStream.MoveNext(Ct);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext(Ct));
        await call.RequestStream.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new Ask(), Ct));
        Assert.False(await first);
    }
}
