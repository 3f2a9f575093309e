namespace CrmEdge.SystemTests.Rpc.Suites;

/// <summary>Our server with TLS, client certificates and gzip both ways.</summary>
public sealed class MutualGzipPeer : ClearPeer
{
    public override bool Gzip => true;

    protected override bool Tls => true;

    protected override bool Mutual => true;
}
