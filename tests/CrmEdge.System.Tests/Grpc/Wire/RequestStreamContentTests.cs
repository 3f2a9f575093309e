using Grpc.Runtime.Client;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Wire;

public sealed class RequestStreamContentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_completed_request_ends_in_order()
    {
        using var content = new RequestStreamContent();
        var copied = content.CopyToAsync(Stream.Null, Ct);
        await content.OpenedAsync();
        content.Complete();
        await copied;
    }

    // The transport turns the failure into RST_STREAM; a body that merely ended would be END_STREAM, a normal end.
    [Fact]
    public async Task A_failed_request_fails_and_does_not_end()
    {
        using var content = new RequestStreamContent();
        var copied = content.CopyToAsync(Stream.Null, Ct);
        await content.OpenedAsync();
        content.Fail();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copied);
    }

    [Fact]
    public async Task A_failure_before_the_transport_asks_reaches_the_writer()
    {
        using var content = new RequestStreamContent();
        content.Fail();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(content.OpenedAsync);
    }

    [Fact]
    public async Task A_stream_is_never_sent_twice()
    {
        using var content = new RequestStreamContent();
        var first = content.CopyToAsync(Stream.Null, Ct);
        await content.OpenedAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => content.CopyToAsync(Stream.Null, Ct));
        content.Complete();
        await first;
    }
}
