using Grpc.Core;

namespace Grpc.Runtime.Wire;

/// <summary>Between HTTP header fields and <see cref="Metadata"/>.</summary>
internal static class MetadataCodec
{
    /// <summary>True for fields that belong to the protocol and not to the application.</summary>
    public static bool IsReserved(string name) => name.Length == 0 || name[0] == ':' || name.ToLowerInvariant() is
        GrpcHeaders.Status or GrpcHeaders.Message or GrpcHeaders.Timeout or GrpcHeaders.Encoding
        or GrpcHeaders.AcceptEncoding or GrpcHeaders.CompressionRequest or GrpcHeaders.TransferEncoding
        or "content-type" or "content-length" or "host" or "connection" or "transfer-encoding" or "trailer";

    /// <summary>Adds one received field; what is no metadata (bad key, bad base64) is left out.</summary>
    public static void Read(Metadata into, string name, string? value)
    {
        if (value is null || IsReserved(name) || !Metadata.Entry.IsKey(name)) return;
        if (!Metadata.Entry.IsBinaryKey(name))
        {
            into.Add(name, value);
            return;
        }
        // Repeated binary fields may have been joined on the way.
        foreach (var part in value.AsSpan().Split(','))
            if (BinaryHeader.TryDecode(value.AsSpan(part), out var bytes)) into.Add(name, bytes);
    }

    /// <summary>Value as it goes on the wire.</summary>
    /// <exception cref="RpcException">The text is not printable ASCII (INTERNAL).</exception>
    public static string Write(Metadata.Entry entry)
    {
        if (entry.IsBinary) return BinaryHeader.Encode(entry.BytesUnsafe);
        foreach (var c in entry.Value)
        {
            if (c is < ' ' or > '~')
                throw new RpcException(new Status(
                    StatusCode.Internal,
                    $"Metadata '{entry.Key}' is not printable ASCII; send it as bytes under '{entry.Key}-bin'."));
        }
        return entry.Value;
    }
}
