namespace Grpc.Core;

/// <summary>
/// Opaque token of a server call. Calls over HTTP do not make one: pass <see cref="ServerCallContext.Deadline"/> and
/// <see cref="ServerCallContext.CancellationToken"/> on instead.
/// </summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
