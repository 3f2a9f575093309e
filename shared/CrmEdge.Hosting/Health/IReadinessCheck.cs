namespace CrmEdge.Hosting.Health;

/// <summary>One part that must work before the process may be given traffic. Register it as a singleton service.</summary>
public interface IReadinessCheck
{
    /// <summary>The part's name, in snake_case: it is what an alert shows.</summary>
    string Name { get; }

    /// <summary>Looks at the part. Called at most once a second; an answer after two seconds counts as not ready.</summary>
    /// <param name="ct">Cancelled when nobody waits any more.</param>
    ValueTask<Readiness> CheckAsync(CancellationToken ct);
}
