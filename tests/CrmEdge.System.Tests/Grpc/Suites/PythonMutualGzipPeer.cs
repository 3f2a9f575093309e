namespace CrmEdge.SystemTests.Rpc.Suites;

/// <summary>grpcio's server with TLS, client certificates and gzip both ways.</summary>
public sealed class PythonMutualGzipPeer : PythonPeer
{
    public override bool Gzip => true;
}
