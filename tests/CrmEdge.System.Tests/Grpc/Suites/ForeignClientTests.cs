using Xunit;

namespace CrmEdge.SystemTests.Rpc.Suites;

/// <summary>Clients nobody here wrote against our server.</summary>
public sealed class ForeignClientTests
{
    private static readonly string[] Checks =
    [
        "unary", "many", "server_stream", "client_stream", "duplex", "metadata", "errors", "handler_exception", "half_way",
        "server_ends_client_stream", "unimplemented", "deadline", "cancel", "cancel_duplex", "large", "over_limit",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Grpcio_passes_every_check(bool mutualTlsAndGzip)
    {
        var folder = await PeerTools.FolderAsync();
        await RunAsync(mutualTlsAndGzip, PeerTools.Python, [PeerTools.Script("client.py"), folder]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Grpc_js_passes_every_check(bool mutualTlsAndGzip)
    {
        var folder = await PeerTools.FolderAsync();
        var proto = Path.Combine(AppContext.BaseDirectory, "Grpc", "probe.proto");
        await RunAsync(mutualTlsAndGzip, PeerTools.Node, [PeerTools.Script("client.js"), folder, proto]);
    }

    private static async Task RunAsync(bool secure, string program, string[] arguments)
    {
        using var tls = secure ? new TestCertificates() : null;
        await using var host = await ProbeHost.StartAsync(
            new ProbeHostOptions { Tls = tls, Mutual = secure, Gzip = secure, MaxReceive = ProbePeer.ServerTakes });
        host.Errors.Expect(1000);
        await using var limited = await ProbeHost.StartAsync(new ProbeHostOptions { Tls = tls, Mutual = secure, Gzip = secure });
        await using var client = PeerProcess.Start(
            program, [.. arguments, $"{host.Port}", $"{limited.Port}", .. tls is null ? Array.Empty<string>() : [tls.Folder]]);
        await client.ExitAsync(TimeSpan.FromSeconds(90));
        var passed = client.Output.Split('\n')
            .Where(line => line.StartsWith("ok ", StringComparison.Ordinal))
            .Select(line => line[3..].Trim());
        Assert.True(Checks.SequenceEqual(passed), client.Output);
        Assert.Equal(1, host.Errors.CountOf(1000));
    }
}
