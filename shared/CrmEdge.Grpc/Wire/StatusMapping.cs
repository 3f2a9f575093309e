using System.Globalization;
using Grpc.Core;

namespace Grpc.Runtime.Wire;

/// <summary>Codes of other layers as gRPC codes (grpc/doc/http-grpc-status-mapping.md, PROTOCOL-HTTP2.md, Errors).</summary>
internal static class StatusMapping
{
    public static StatusCode FromHttp(int status) => status switch
    {
        400 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>
    /// PROTOCOL_ERROR is UNAVAILABLE and not INTERNAL: it is what the HTTP client reports for a keep-alive ping nobody
    /// answered. NO_ERROR is a server that ended the stream before a status could be read.
    /// </summary>
    public static StatusCode FromHttp2(long code) => code switch
    {
        0x0 or 0x1 or 0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    /// <summary>A grpc-status and grpc-message pair; a code that is no number, or unknown, is UNKNOWN.</summary>
    public static Status Parse(string code, string? message)
    {
        var known = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 16;
        var detail = message is null ? "" : PercentEncoding.Decode(message);
        return known
            ? new Status((StatusCode)number, detail)
            : new Status(StatusCode.Unknown, detail.Length > 0 ? detail : $"The server sent grpc-status '{code}'.");
    }
}
