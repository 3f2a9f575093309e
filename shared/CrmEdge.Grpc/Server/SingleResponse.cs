using Grpc.Core;

namespace Grpc.Runtime.Server;

internal static class SingleResponse
{
    // Not flushed: the trailers follow at once and take it along.
    public static Task WriteAsync<T>(ServerCall call, Marshaller<T> marshaller, T? response)
        where T : class => response is null
        ? throw new RpcException(new Status(StatusCode.Cancelled, "The handler returned no message."))
        : call.IsOver ? Task.CompletedTask
        : call.WriteAsync(response, marshaller, flush: false, default);
}
