using Grpc.Core;

namespace Grpc.Runtime.Server;

internal sealed class UnaryHandler<TService, TRequest, TResponse>(
    CallSettings settings, Method<TRequest, TResponse> method, UnaryHandler<TService, TRequest, TResponse>.Invoker invoke)
    : CallHandler<TService>(settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    public delegate Task<TResponse> Invoker(TService service, TRequest request, ServerCallContext context);

    protected override async Task InvokeAsync(TService service, ServerCall call)
    {
        var request = await call.ReadSingleAsync(method.RequestMarshaller).ConfigureAwait(false);
        var response = await invoke(service, request, call).ConfigureAwait(false);
        await SingleResponse.WriteAsync(call, method.ResponseMarshaller, response).ConfigureAwait(false);
    }
}
