namespace Grpc.Core;

/// <summary>Which parts of a server call a child call takes over.</summary>
/// <param name="propagateDeadline">Take over the deadline.</param>
/// <param name="propagateCancellation">Take over cancellation.</param>
public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    /// <summary>Both parts.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Take over the deadline.</summary>
    public bool IsPropagateDeadline { get; } = propagateDeadline;

    /// <summary>Take over cancellation.</summary>
    public bool IsPropagateCancellation { get; } = propagateCancellation;
}
