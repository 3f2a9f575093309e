using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CrmEdge.Kernel;

/// <summary>Checks that stay on in production. A failure is our bug, never bad input.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantViolatedException"/> unless <paramref name="ok"/>.</summary>
    public static void Holds(
        [DoesNotReturnIf(false)] bool ok,
        [CallerArgumentExpression(nameof(ok))] string what = "")
    {
        if (!ok) throw new InvariantViolatedException(what);
    }

    /// <summary>The value, or <see cref="InvariantViolatedException"/> where it is null.</summary>
    public static T NotNull<T>([NotNull] T? value, [CallerArgumentExpression(nameof(value))] string what = "")
        where T : class => value ?? throw new InvariantViolatedException($"{what} is null");
}

/// <summary>Something that must always be true was not. The work in hand is abandoned; retrying it will not help.</summary>
public sealed class InvariantViolatedException(string what) : Exception($"Invariant violated: {what}")
{
    /// <summary>The condition that did not hold, as written in the source.</summary>
    public string What { get; } = what;
}
