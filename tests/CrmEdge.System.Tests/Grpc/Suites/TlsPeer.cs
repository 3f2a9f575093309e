namespace CrmEdge.SystemTests.Rpc.Suites;

/// <summary>Our server with TLS.</summary>
public sealed class TlsPeer : ClearPeer
{
    protected override bool Tls => true;
}
