using System.Net;

namespace CrmEdge.Benchmarks.Rpc;

/// <summary>The same bytes over the same HTTP/2 client and server without gRPC: what there is to reach.</summary>
internal sealed class BareClient(int port) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _uri = new($"http://127.0.0.1:{port}/bare");
    private readonly byte[] _payload = new byte[210];

    public async Task EchoAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(_payload),
        };
        using var response = await _invoker.SendAsync(request, ct);
        await response.Content.ReadAsByteArrayAsync(ct);
    }

    public void Dispose() => _invoker.Dispose();
}
