using System.Net;
using Grpc.Runtime.Wire;

namespace Grpc.Runtime.Client;

/// <summary>
/// A body of one message, serialized when it is sent, so that its buffer is given back the moment it is written and a
/// request the server refused unprocessed can be sent again.
/// </summary>
internal sealed class SingleMessageContent<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, TRequest message)
    : HttpContent
    where TRequest : class
    where TResponse : class
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer();
        try
        {
            call.Serialize(call.Writer(buffer), message, call.WriteOptions);
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
        await stream.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
