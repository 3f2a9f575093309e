namespace CrmEdge.SystemTests.Kills;

/// <summary>A passage that can be closed one way: bytes wait before it until it opens, or their connection is cut.</summary>
internal sealed class Valve : IPassage
{
    private volatile TaskCompletionSource _up = Opened();
    private volatile TaskCompletionSource _down = Opened();

    public void CloseUp() => _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void CloseDown() => _down = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        _up.TrySetResult();
        _down.TrySetResult();
    }

    public async Task UpAsync(ReadOnlyMemory<byte> bytes, Stream server, CancellationToken ct)
    {
        await _up.Task.WaitAsync(ct);
        await server.WriteAsync(bytes, ct);
    }

    public async Task DownAsync(ReadOnlyMemory<byte> bytes, Stream client, CancellationToken ct)
    {
        await _down.Task.WaitAsync(ct);
        await client.WriteAsync(bytes, ct);
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
