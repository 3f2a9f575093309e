namespace Grpc.Runtime.Wire;

/// <summary>Names and fixed values of the protocol (grpc/doc/PROTOCOL-HTTP2.md).</summary>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string TransferEncoding = "te";
    public const string Trailers = "trailers";
    public const string UserAgent = "user-agent";

    /// <summary>Key by which Grpc.Core applications ask for compressed requests; never sent.</summary>
    public const string CompressionRequest = "grpc-internal-encoding-request";

    public const string Identity = "identity";
    public const string Gzip = "gzip";
    public const string Accepted = "identity,gzip";

    /// <summary>True for <c>application/grpc</c> and its <c>+proto</c> and <c>;parameter</c> forms.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';' or ' ');

    /// <summary>True when a grpc-accept-encoding list names the encoding.</summary>
    public static bool Accepts(string? list, string encoding)
    {
        if (list is null) return false;
        foreach (var part in list.AsSpan().Split(','))
            if (list.AsSpan(part).Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
