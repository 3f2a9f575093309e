using Xunit;

namespace CrmEdge.SystemTests.Rpc.Suites;

public sealed class Our_client_to_our_server(ClearPeer peer) : CallSuite(peer), IClassFixture<ClearPeer>;

public sealed class Our_client_to_our_server_over_tls(TlsPeer peer) : CallSuite(peer), IClassFixture<TlsPeer>;

public sealed class Our_client_to_our_server_over_mutual_tls_with_gzip(MutualGzipPeer peer)
    : CallSuite(peer), IClassFixture<MutualGzipPeer>;

public sealed class Our_client_to_grpcio(PythonPeer peer) : CallSuite(peer), IClassFixture<PythonPeer>;

public sealed class Our_client_to_grpcio_over_mutual_tls_with_gzip(PythonMutualGzipPeer peer)
    : CallSuite(peer), IClassFixture<PythonMutualGzipPeer>;
