using System.IO.Pipelines;

namespace CrmEdge.Edge.Agent.Channels;

/// <summary>An open line of bytes to a till or a reader: a serial port or a TCP connection.</summary>
internal interface IByteChannel : IAsyncDisposable
{
    /// <summary>What the other side sends. Ends with <see cref="ChannelLostException"/> when the line is gone.</summary>
    PipeReader Input { get; }

    /// <summary>Hands all of <paramref name="bytes"/> to the line.</summary>
    /// <exception cref="ChannelLostException">The line is gone: open it again.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct);
}

/// <summary>The line is gone: unplugged, hung up or closed by the other side. Opening it again may work.</summary>
internal sealed class ChannelLostException(string line, string reason, Exception? inner = null)
    : IOException($"{line} is gone ({reason}). Check the cable and the device; the port is opened again by itself.", inner);
