using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Shorter ways to read a stream.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Reads the next message without a token.</summary>
    /// <typeparam name="T">Message type.</typeparam>
    /// <param name="streamReader">The stream.</param>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }

    /// <summary>Every message up to the end of the stream, for <c>await foreach</c>.</summary>
    /// <typeparam name="T">Message type.</typeparam>
    /// <param name="streamReader">The stream.</param>
    /// <param name="cancellationToken">As in <see cref="IAsyncStreamReader{T}.MoveNext"/>.</param>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return Enumerate(streamReader, cancellationToken);
    }

    private static async IAsyncEnumerable<T> Enumerate<T>(
        IAsyncStreamReader<T> reader, [EnumeratorCancellation] CancellationToken ct)
    {
        while (await reader.MoveNext(ct).ConfigureAwait(false)) yield return reader.Current;
    }
}
