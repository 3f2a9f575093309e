using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Runtime.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Runtime.Server;

/// <summary>What every call of one method shares.</summary>
internal sealed record CallSettings(
    IMethod Method,
    int? MaxSend,
    int? MaxReceive,
    bool DetailedErrors,
    bool GzipResponses,
    CompressionLevel Level,
    TimeProvider Time,
    ILogger Logger,
    CancellationToken Stopping)
{
    public bool StreamsRequests => Method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming;

    /// <summary>A stream may last for ever, so that it must end when the server stops; a unary call is let finish.</summary>
    public bool Streams => Method.Type is not MethodType.Unary;

    /// <exception cref="InvalidOperationException">An unknown compression algorithm is configured.</exception>
    public static CallSettings For<TService>(IMethod method, IServiceProvider services)
        where TService : class
    {
        var all = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var own = services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var algorithm = own.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        if (algorithm is not (null or GrpcHeaders.Gzip or GrpcHeaders.Identity))
            throw new InvalidOperationException($"ResponseCompressionAlgorithm '{algorithm}' is not supported: use gzip or null.");
        var time = Ambient.TimeOf(services);
        return new CallSettings(
            method,
            own.MaxSendMessageSize ?? all.MaxSendMessageSize,
            own.MaxReceiveIsSet ? own.MaxReceiveMessageSize
                : all.MaxReceiveIsSet ? all.MaxReceiveMessageSize
                : GrpcServiceOptions.MaxReceiveDefault,
            own.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false,
            algorithm == GrpcHeaders.Gzip,
            own.ResponseCompressionLevel ?? all.ResponseCompressionLevel ?? CompressionLevel.Fastest,
            time,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TService).FullName!),
            services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default);
    }
}
