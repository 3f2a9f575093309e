using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Runtime.Wire;
using Grpc.Core;

namespace Grpc.Runtime.Client;

/// <summary>What an exception of the HTTP client means for the call.</summary>
internal static class CallFailure
{
    public static Status StatusOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is RpcException rpc) return rpc.Status;
            if (e is HttpProtocolException http2)
                return new Status(StatusMapping.FromHttp2(http2.ErrorCode), Detail(exception), exception);
        }
        return new Status(IsConnection(exception) ? StatusCode.Unavailable : StatusCode.Internal, Detail(exception), exception);
    }

    private static bool IsConnection(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is IOException or SocketException or AuthenticationException or ObjectDisposedException) return true;
            if (e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ResponseEnded }) return true;
        }
        return false;
    }

    private static string Detail(Exception exception) =>
        exception.InnerException is null
            ? $"Error starting or running the call: {exception.Message}"
            : $"Error starting or running the call: {exception.Message} {exception.GetBaseException().Message}";
}
