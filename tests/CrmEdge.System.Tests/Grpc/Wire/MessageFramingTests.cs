using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Runtime.Wire;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Wire;

public sealed class MessageFramingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Any_split_of_the_bytes_reads_the_same_messages() => Prop.ForAll<byte[][], int[], bool>((messages, cuts, gzip) =>
    {
        messages = [.. (messages ?? []).Select(m => m ?? [])];
        var bytes = Frame(messages, gzip);
        var read = Run(() => ReadAllAsync(Pieces(bytes, cuts ?? []), gzip ? "gzip" : null, null));
        return read.Count == messages.Length && read.Zip(messages).All(p => p.First.AsSpan().SequenceEqual(p.Second));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Junk_ends_in_messages_or_an_error_and_never_hangs() => Prop.ForAll<byte[], int[], bool>((junk, cuts, gzip) =>
    {
        try
        {
            Run(() => ReadAllAsync(Pieces(junk ?? [], cuts ?? []), gzip ? "gzip" : null, 1000));
            return true;
        }
        catch (RpcException e)
        {
            return e.StatusCode is StatusCode.Internal or StatusCode.ResourceExhausted;
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task The_limit_is_the_largest_message_taken(int size, bool taken)
    {
        var bytes = Frame([new byte[size]], gzip: false);
        if (taken)
        {
            Assert.Single(await ReadAllAsync([bytes], null, 100));
            return;
        }
        var e = await Assert.ThrowsAsync<RpcException>(() => ReadAllAsync([bytes], null, 100));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task A_length_past_the_limit_is_refused_before_the_message_arrives()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF }, Ct);
        var reader = new MessageReader(pipe.Reader, null, null);
        var e = await Assert.ThrowsAsync<RpcException>(() => reader.ReadAsync(c => c.PayloadAsNewBuffer(), Ct).AsTask());
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task A_small_message_that_inflates_past_the_limit_is_refused()
    {
        var bomb = Frame([new byte[50_000_000]], gzip: true);
        Assert.True(bomb.Length < 1_000_000);
        var e = await Assert.ThrowsAsync<RpcException>(() => ReadAllAsync([bomb], "gzip", 4_000_000));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task A_gzip_message_cut_short_is_an_error()
    {
        var whole = Frame([[.. Enumerable.Range(0, 1000).Select(i => unchecked((byte)(i * i)))]], gzip: true);
        for (var lost = 1; lost < whole.Length - FrameHeader.Bytes; lost += 7)
        {
            var cut = whole[..^lost];
            cut[4] = (byte)(cut.Length - FrameHeader.Bytes);
            cut[3] = (byte)((cut.Length - FrameHeader.Bytes) >> 8);
            var e = await Assert.ThrowsAsync<RpcException>(() => ReadAllAsync([cut], "gzip", null));
            Assert.Equal(StatusCode.Internal, e.StatusCode);
        }
    }

    [Fact]
    public async Task A_deserializer_that_throws_is_an_error_of_the_call()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Frame([[1]], gzip: false), Ct);
        var reader = new MessageReader(pipe.Reader, null, null);
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            reader.ReadAsync<byte[]>(_ => throw new FormatException(), Ct).AsTask());
        Assert.Equal(StatusCode.Internal, e.StatusCode);
        Assert.IsType<FormatException>(e.Status.DebugException);
    }

    [Theory]
    [InlineData("announced", false)]
    [InlineData("announced", true)]
    [InlineData("streamed", false)]
    [InlineData("streamed", true)]
    [InlineData("array", false)]
    [InlineData("array", true)]
    public async Task Every_way_to_serialize_gives_the_same_message(string way, bool gzip)
    {
        byte[] message = [.. Enumerable.Range(0, 3000).Select(i => unchecked((byte)i))];
        using var buffer = new PooledBuffer();
        new MessageWriter(buffer, null, CompressionLevel.Fastest).Write(message, Serializer(way), gzip);
        Assert.Equal(gzip, buffer.Written.Span[0] == 1);
        Assert.Equal(message, Assert.Single(await ReadAllAsync([buffer.Written.ToArray()], "gzip", null)));
    }

    [Fact]
    public void A_message_past_the_limit_leaves_nothing_behind()
    {
        foreach (var way in new[] { "announced", "streamed", "array" })
        {
            using var buffer = new PooledBuffer();
            var writer = new MessageWriter(buffer, 10, CompressionLevel.Fastest);
            Assert.Equal(
                StatusCode.ResourceExhausted,
                Assert.Throws<RpcException>(() => writer.Write(new byte[11], Serializer(way), false)).StatusCode);
            Assert.Equal(0, buffer.Length);
            Assert.False(writer.IsBroken);
        }
    }

    [Fact]
    public void A_message_that_changes_while_it_is_written_breaks_the_writer()
    {
        using var buffer = new PooledBuffer();
        var writer = new MessageWriter(buffer, null, CompressionLevel.Fastest);
        Assert.Throws<InvalidOperationException>(() => writer.Write(new byte[5], (m, c) =>
        {
            c.SetPayloadLength(6);
            c.GetBufferWriter().Write(m);
            c.Complete();
        }, false));
        Assert.True(writer.IsBroken);
    }

    private static Action<byte[], SerializationContext> Serializer(string way) => (message, context) =>
    {
        if (way == "array")
        {
            context.Complete(message);
            return;
        }
        if (way == "announced") context.SetPayloadLength(message.Length);
        context.GetBufferWriter().Write(message);
        context.Complete();
    };

    private static byte[] Frame(byte[][] messages, bool gzip)
    {
        using var buffer = new PooledBuffer();
        var writer = new MessageWriter(buffer, null, CompressionLevel.Fastest);
        foreach (var message in messages) writer.Write(message, Serializer("announced"), gzip);
        return buffer.Written.ToArray();
    }

    private static List<byte[]> Pieces(byte[] bytes, int[] cuts)
    {
        var pieces = new List<byte[]>();
        var at = 0;
        foreach (var cut in cuts)
        {
            var size = Math.Min((cut & 15) + 1, bytes.Length - at);
            if (size > 0) pieces.Add(bytes[at..(at + size)]);
            at += size;
        }
        if (at < bytes.Length) pieces.Add(bytes[at..]);
        return pieces;
    }

    private static async Task<List<byte[]>> ReadAllAsync(List<byte[]> pieces, string? encoding, int? bytesMax)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var reader = new MessageReader(pipe.Reader, bytesMax, encoding);
        var reading = ReadAsync(reader);
        foreach (var piece in pieces) await pipe.Writer.WriteAsync(piece, Ct);
        await pipe.Writer.CompleteAsync();
        return await reading.WaitAsync(TimeSpan.FromSeconds(10), Ct);
    }

    private static async Task<List<byte[]>> ReadAsync(MessageReader reader)
    {
        var messages = new List<byte[]>();
        while (await reader.ReadAsync(context => context.PayloadAsNewBuffer(), Ct) is { } message) messages.Add(message);
        return messages;
    }

    private static T Run<T>(Func<Task<T>> action) => Task.Run(action).GetAwaiter().GetResult();
}
