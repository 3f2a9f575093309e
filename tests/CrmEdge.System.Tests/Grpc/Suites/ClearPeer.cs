using Grpc.Net.Client;

namespace CrmEdge.SystemTests.Rpc.Suites;

/// <summary>Our server in clear text.</summary>
public class ClearPeer : ProbePeer
{
    private ProbeHost? _host;
    private TestCertificates? _tls;

    /// <summary>True to serve TLS.</summary>
    protected virtual bool Tls => false;

    /// <summary>True to demand a client certificate.</summary>
    protected virtual bool Mutual => false;

    internal override GrpcChannel Connect(Action<GrpcChannelOptions> options) =>
        TestChannel.To(_host!.Port, _tls, Mutual, options);

    protected override async Task StartAsync()
    {
        _tls = Tls ? new TestCertificates() : null;
        _host = await ProbeHost.StartAsync(
            new ProbeHostOptions { Tls = _tls, Mutual = Mutual, Gzip = Gzip, MaxReceive = ServerTakes });
        _host.Errors.Expect(1000);
    }

    protected override async ValueTask StopAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        _tls?.Dispose();
    }
}
