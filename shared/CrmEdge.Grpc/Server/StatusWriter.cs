using System.Globalization;
using Grpc.Core;
using Grpc.Runtime.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Grpc.Runtime.Server;

/// <summary>Puts a status and trailers into headers, of the response or after it.</summary>
internal static class StatusWriter
{
    private static readonly StringValues[] Codes =
        [.. Enumerable.Range(0, 17).Select(code => new StringValues(code.ToString(CultureInfo.InvariantCulture)))];

    public static void Write(IHeaderDictionary headers, Status status, Metadata? trailers)
    {
        if (trailers is { Count: > 0 }) status = Add(headers, trailers, status);
        var code = (int)status.StatusCode;
        headers[GrpcHeaders.Status] = code is >= 0 and <= 16 ? Codes[code] : Codes[(int)StatusCode.Unknown];
        if (!string.IsNullOrEmpty(status.Detail)) headers[GrpcHeaders.Message] = PercentEncoding.Encode(status.Detail);
    }

    /// <summary>Adds metadata to headers not yet sent.</summary>
    /// <exception cref="RpcException">A value cannot be sent (INTERNAL).</exception>
    public static void Add(IHeaderDictionary headers, Metadata metadata)
    {
        foreach (var entry in metadata)
            if (!MetadataCodec.IsReserved(entry.Key)) headers.Append(entry.Key, MetadataCodec.Write(entry));
    }

    // A trailer that cannot be sent must not cost the client its status.
    private static Status Add(IHeaderDictionary headers, Metadata trailers, Status status)
    {
        try
        {
            Add(headers, trailers);
            return status;
        }
        catch (RpcException e)
        {
            return status.StatusCode == StatusCode.OK ? e.Status : status;
        }
    }
}
