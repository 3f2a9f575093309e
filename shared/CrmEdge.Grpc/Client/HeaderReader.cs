using System.Net.Http.Headers;
using Grpc.Runtime.Wire;
using Grpc.Core;

namespace Grpc.Runtime.Client;

/// <summary>Reads what gRPC needs from HTTP response headers and trailers.</summary>
internal static class HeaderReader
{
    public static string? First(HttpHeaders headers, string name)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values)) return null;
        foreach (var value in values) return value;
        return null;
    }

    /// <summary>False when there is no grpc-status.</summary>
    public static bool TryGetStatus(HttpHeaders headers, out Status status)
    {
        var code = First(headers, GrpcHeaders.Status);
        status = default;
        if (code is null) return false;
        var message = First(headers, GrpcHeaders.Message);
        status = code == "0" && message is null ? Status.DefaultSuccess : StatusMapping.Parse(code, message);
        return true;
    }

    public static Metadata ToMetadata(HttpHeaders? headers)
    {
        var metadata = new Metadata();
        if (headers is null) return metadata;
        foreach (var (name, values) in headers.NonValidated)
            foreach (var value in values) MetadataCodec.Read(metadata, name, value);
        return metadata;
    }
}
