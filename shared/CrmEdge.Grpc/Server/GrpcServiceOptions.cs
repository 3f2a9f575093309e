using System.IO.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>What a service takes and sends.</summary>
public class GrpcServiceOptions
{
    internal const int MaxReceiveDefault = 4 * 1024 * 1024;

    private int? _maxReceive;

    /// <summary>Largest message sent, in bytes; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest message taken, in bytes, before and after decompression; default 4 MiB, null for no limit.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceive;
        set => (_maxReceive, MaxReceiveIsSet) = (value, true);
    }

    /// <summary>Send the type and text of a handler's exception to the client. Default false: they may hold secrets.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary><c>gzip</c> to compress responses for clients that accept it; null for none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>Effort of response compression; default <see cref="CompressionLevel.Fastest"/>.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Leave calls to services not mapped here to other endpoints instead of answering UNIMPLEMENTED.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    internal bool MaxReceiveIsSet { get; private set; }
}

/// <summary>What one service takes and sends; what is not set follows <see cref="GrpcServiceOptions"/>.</summary>
/// <typeparam name="TService">The service.</typeparam>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;
