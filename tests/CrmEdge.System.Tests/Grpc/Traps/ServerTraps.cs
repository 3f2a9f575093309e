using System.Net;
using System.Net.Http.Headers;
using CrmEdge.SystemTests.Rpc.Probes;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Traps;

/// <summary>What went wrong once in a server, or goes wrong in many.</summary>
public sealed class ServerTraps
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stuck_handler_does_not_keep_the_client_past_its_deadline()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var http = RawClient();
        using var response = await http.SendAsync(Request(host, "Hang", new Ask { Code = -1 }, ("grpc-timeout", "200m")), Ct);
        await response.Content.ReadAsByteArrayAsync(Ct);
        Assert.Equal("4", response.Headers.GetValues("grpc-status").Single());
        // The request under the stuck handler is not used again: the connection goes on serving.
        using var channel = TestChannel.To(host.Port);
        Assert.Equal("on", (await new Probe.ProbeClient(channel).EchoAsync(new Ask { Text = "on" }, cancellationToken: Ct)).Text);
        host.State.Stuck.SetResult();
        Assert.Equal("on", (await new Probe.ProbeClient(channel).EchoAsync(new Ask { Text = "on" }, cancellationToken: Ct)).Text);
    }

    [Fact]
    public async Task A_stopping_server_ends_open_streams_at_once()
    {
        var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var channel = TestChannel.To(host.Port);
        using var call = new Probe.ProbeClient(channel).Chat(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(new Ask { Text = "open" }, Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        var next = call.ResponseStream.MoveNext(Ct);
        // The host would wait 30 s for the stream.
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), Ct);
        var e = await Assert.ThrowsAsync<RpcException>(() => next);
        Assert.Equal((StatusCode.Unavailable, "The server is stopping; connect again."), (e.StatusCode, e.Status.Detail));
        Assert.Equal(1, host.State.Cancelled["open"]);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_client_finds_a_restarted_server_by_itself()
    {
        var first = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var channel = TestChannel.To(first.Port);
        var client = new Probe.ProbeClient(channel);
        await client.EchoAsync(new Ask(), cancellationToken: Ct);
        await first.StopAsync();
        await first.DisposeAsync();
        await using var second = await ProbeHost.StartAsync(new ProbeHostOptions { Port = first.Port });
        await TestClock.UntilAsync(
            async () =>
            {
                try
                {
                    return (await client.EchoAsync(new Ask { Text = "again" }, cancellationToken: Ct)).Text == "again";
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
                {
                    return false;
                }
            },
            "the second server answers");
    }

    [Fact]
    public async Task A_slow_stream_outlives_the_servers_minimum_data_rate()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions
        {
            Kestrel = k => k.Limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, TimeSpan.FromSeconds(1.1)),
        });
        using var channel = TestChannel.To(host.Port);
        using var call = new Probe.ProbeClient(channel).Chat(cancellationToken: Ct);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TestClock.Real);
        for (var i = 0; i < 35; i++)
        {
            await pace.WaitForNextTickAsync(Ct);
            await call.RequestStream.WriteAsync(new Ask { Count = i }, Ct);
            Assert.True(await call.ResponseStream.MoveNext(Ct));
        }
    }

    [Fact]
    public async Task A_stream_may_carry_more_than_the_servers_body_limit()
    {
        await using var host = await ProbeHost.StartAsync(
            new ProbeHostOptions { Kestrel = k => k.Limits.MaxRequestBodySize = 100_000 });
        using var channel = TestChannel.To(host.Port);
        using var call = new Probe.ProbeClient(channel).Sum(cancellationToken: Ct);
        var data = ByteString.CopyFrom(new byte[50_000]);
        for (var i = 0; i < 10; i++) await call.RequestStream.WriteAsync(new Ask { Count = 1, Data = data }, Ct);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(10, (await call).Count);
        Assert.Null(host.State.LastBodyLimit);
    }

    [Fact]
    public async Task A_handler_that_throws_is_logged_once_and_tells_the_client_nothing()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        host.Errors.Expect(1000);
        using var channel = TestChannel.To(host.Port);
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            new Probe.ProbeClient(channel).ThrowAsync(new Ask(), cancellationToken: Ct).ResponseAsync);
        Assert.Equal((StatusCode.Unknown, "Exception was thrown by handler."), (e.StatusCode, e.Status.Detail));
        Assert.Equal(1, host.Errors.CountOf(1000));
    }

    [Fact]
    public async Task The_certificate_of_a_client_is_known_to_the_handler()
    {
        using var tls = new TestCertificates();
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions { Tls = tls, Mutual = true });
        using var channel = TestChannel.To(host.Port, tls, withCertificate: true);
        await new Probe.ProbeClient(channel).EchoAsync(new Ask(), cancellationToken: Ct);
        Assert.Equal("edge-17", host.State.LastSubject);
    }

    [Theory]
    [InlineData("Probe/Fail", "9")]
    [InlineData("Probe/Missing", "12")]
    [InlineData("Nowhere/Missing", "12")]
    public async Task A_status_without_a_message_comes_in_the_headers(string path, string code)
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var http = RawClient();
        using var response = await http.SendAsync(Request(host, path, new Ask { Code = 9 }), Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(code, response.Headers.GetValues("grpc-status").Single());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task What_is_no_grpc_request_is_turned_away()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var http = RawClient();
        using var request = Request(host, "Echo", new Ask());
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task An_encoding_nobody_knows_is_unimplemented_and_the_known_ones_are_named()
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var http = RawClient();
        using var response = await http.SendAsync(Request(host, "Echo", new Ask(), ("grpc-encoding", "zstd")), Ct);
        Assert.Equal("12", response.Headers.GetValues("grpc-status").Single());
        Assert.Equal("identity,gzip", response.Headers.GetValues("grpc-accept-encoding").Single());
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0xFF })]
    public async Task A_broken_body_is_internal(byte[] body)
    {
        await using var host = await ProbeHost.StartAsync(new ProbeHostOptions());
        using var http = RawClient();
        using var request = Request(host, "Echo", new Ask());
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var response = await http.SendAsync(request, Ct);
        Assert.Equal("13", response.Headers.GetValues("grpc-status").Single());
    }

    private static HttpClient RawClient() => new(new SocketsHttpHandler())
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static HttpRequestMessage Request(
        ProbeHost host, string method, Ask ask, params (string Name, string Value)[] headers)
    {
        var message = ask.ToByteArray();
        var path = method.Contains('/', StringComparison.Ordinal) ? method : $"Probe/{method}";
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{host.Port}/crmedge.probe.{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, (byte)message.Length, .. message]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
