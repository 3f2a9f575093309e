using Grpc.Net.Client;

namespace CrmEdge.SystemTests.Rpc.Suites;

/// <summary>grpcio's server in clear text.</summary>
public class PythonPeer : ProbePeer
{
    private PeerProcess? _server;
    private TestCertificates? _tls;
    private int _port;

    internal override GrpcChannel Connect(Action<GrpcChannelOptions> options) => TestChannel.To(_port, _tls, Gzip, options);

    protected override async Task StartAsync()
    {
        var stubs = await PeerTools.FolderAsync();
        List<string> arguments = [PeerTools.Script("server.py"), stubs, $"{ServerTakes}"];
        if (Gzip)
        {
            _tls = new TestCertificates();
            arguments.Add(_tls.Folder);
        }
        _server = PeerProcess.Start(PeerTools.Python, arguments);
        _port = int.Parse(await _server.LineAsync("port "));
    }

    protected override async ValueTask StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _tls?.Dispose();
    }
}
