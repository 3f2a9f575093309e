using Grpc.Runtime.Wire;
using Grpc.Core;

namespace Grpc.Runtime.Client;

/// <summary>Builds the HTTP request of a call.</summary>
internal static class RequestHeaders
{
    private const string Agent = "grpc-csharp-crmedge/1.0";
    private static readonly Version Http2 = new(2, 0);

    public static HttpRequestMessage Build(Uri uri, HttpContent content, string? host, TimeSpan? budget, Metadata? metadata)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = Http2,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.TryAddWithoutValidation("Content-Type", GrpcHeaders.ContentType);
        var headers = request.Headers;
        headers.TryAddWithoutValidation(GrpcHeaders.TransferEncoding, GrpcHeaders.Trailers);
        headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, GrpcHeaders.Accepted);
        if (host is not null) headers.Host = host;
        if (budget is { } left) headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcTimeout.Encode(left));
        if (metadata is not null) Add(request, metadata);
        if (!headers.NonValidated.Contains(GrpcHeaders.UserAgent)) headers.TryAddWithoutValidation(GrpcHeaders.UserAgent, Agent);
        return request;
    }

    /// <summary>True when the caller asked for compressed requests.</summary>
    public static bool WantsGzip(Metadata? metadata) => Requested(metadata) == GrpcHeaders.Gzip;

    private static string? Requested(Metadata? metadata) =>
        metadata is { Count: > 0 } ? metadata.GetValue(GrpcHeaders.CompressionRequest) : null;

    private static void Add(HttpRequestMessage request, Metadata metadata)
    {
        if (Requested(metadata) is { } encoding)
        {
            if (encoding is not (GrpcHeaders.Gzip or GrpcHeaders.Identity))
                throw new RpcException(new Status(
                    StatusCode.Internal, $"Encoding '{encoding}' is not supported: use gzip or identity."));
            request.Headers.TryAddWithoutValidation(GrpcHeaders.Encoding, encoding);
        }
        foreach (var entry in metadata)
        {
            if (MetadataCodec.IsReserved(entry.Key)) continue;
            request.Headers.TryAddWithoutValidation(entry.Key, MetadataCodec.Write(entry));
        }
    }
}
