namespace Grpc.Core;

/// <summary>Starts calls; generated clients are thin shells over it.</summary>
public abstract class CallInvoker
{
    /// <summary>One request, one response, blocking the thread.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">Host to ask for; null for the channel's.</param>
    /// <param name="options">Options of the call.</param>
    /// <param name="request">The request.</param>
    public abstract TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>One request, one response.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">Host to ask for; null for the channel's.</param>
    /// <param name="options">Options of the call.</param>
    /// <param name="request">The request.</param>
    public abstract AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>One request, a stream of responses.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">Host to ask for; null for the channel's.</param>
    /// <param name="options">Options of the call.</param>
    /// <param name="request">The request.</param>
    public abstract AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>A stream of requests, one response.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">Host to ask for; null for the channel's.</param>
    /// <param name="options">Options of the call.</param>
    public abstract AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;

    /// <summary>A stream each way.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">Host to ask for; null for the channel's.</param>
    /// <param name="options">Options of the call.</param>
    public abstract AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;
}
