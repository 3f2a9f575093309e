using Grpc.Core;

namespace Grpc.Runtime.Server;

internal sealed class ClientStreamingHandler<TService, TRequest, TResponse>(
    CallSettings settings,
    Method<TRequest, TResponse> method,
    ClientStreamingHandler<TService, TRequest, TResponse>.Invoker invoke)
    : CallHandler<TService>(settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    public delegate Task<TResponse> Invoker(TService service, IAsyncStreamReader<TRequest> requests, ServerCallContext context);

    protected override async Task InvokeAsync(TService service, ServerCall call)
    {
        var requests = new ServerStreamReader<TRequest>(call, method.RequestMarshaller);
        var response = await invoke(service, requests, call).ConfigureAwait(false);
        await SingleResponse.WriteAsync(call, method.ResponseMarshaller, response).ConfigureAwait(false);
    }
}
