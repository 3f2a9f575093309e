using System.Net;

namespace Grpc.Runtime.Client;

/// <summary>
/// A body that stays open while the application writes. It ends by completing (END_STREAM) or by failing
/// (RST_STREAM CANCEL): a cancelled call that merely completed would look like a normal end to the server.
/// </summary>
internal sealed class RequestStreamContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The stream to write to, once the transport asks for the body.</summary>
    public Task<Stream> OpenedAsync() => _opened.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail()
    {
        _done.TrySetCanceled();
        _opened.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers go out now: the server may speak first.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!_opened.TrySetResult(stream)) throw new IOException("A request stream cannot be sent a second time.");
        await _done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
