using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Runtime.Client;

/// <summary>Starts the four call kinds on a channel.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    private static readonly Func<object, Task<Metadata>> Headers = call => ((ClientCall)call).HeadersAsync();
    private static readonly Func<object, Status> Status = call => ((ClientCall)call).GetStatus();
    private static readonly Func<object, Metadata> Trailers = call => ((ClientCall)call).GetTrailers();
    private static readonly Action<object> Dispose = call => ((ClientCall)call).Dispose();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using var call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, options, host);
        var response = call.SingleResponseAsync(call.Single(request));
        return new AsyncUnaryCall<TResponse>(response, Headers, Status, Trailers, Dispose, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, options, host);
        call.Start(call.Single(request));
        return new AsyncServerStreamingCall<TResponse>(
            new ClientStreamReader<TRequest, TResponse>(call), Headers, Status, Trailers, Dispose, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, options, host);
        var content = call.Streaming();
        var response = call.SingleResponseAsync(content);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            new ClientStreamWriter<TRequest, TResponse>(call, content), response, Headers, Status, Trailers, Dispose, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, options, host);
        var content = call.Streaming();
        call.Start(content);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new ClientStreamWriter<TRequest, TResponse>(call, content),
            new ClientStreamReader<TRequest, TResponse>(call),
            Headers, Status, Trailers, Dispose, call);
    }
}
