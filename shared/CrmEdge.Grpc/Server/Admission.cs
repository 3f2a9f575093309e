using Grpc.Core;
using Grpc.Runtime.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.Runtime.Server;

/// <summary>Turns away what is not a gRPC request before a call is made of it.</summary>
internal static class Admission
{
    /// <summary>False when the request has been answered: 415 for another content type, 426 below HTTP/2.</summary>
    public static bool Accepts(HttpContext http)
    {
        if (!GrpcHeaders.IsGrpc(http.Request.ContentType)) return Answer(http, StatusCodes.Status415UnsupportedMediaType);
        if (HttpProtocol.IsHttp2(http.Request.Protocol) || HttpProtocol.IsHttp3(http.Request.Protocol)) return true;
        http.Response.Headers.Upgrade = "h2";
        return Answer(http, StatusCodes.Status426UpgradeRequired);
    }

    /// <summary>Ends a request with a status and nothing else.</summary>
    public static Task Refuse(HttpContext http, Status status)
    {
        if (!Accepts(http)) return Task.CompletedTask;
        http.Response.ContentType = GrpcHeaders.ContentType;
        StatusWriter.Write(http.Response.Headers, status, null);
        return Task.CompletedTask;
    }

    private static bool Answer(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return false;
    }
}
