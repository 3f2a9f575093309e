namespace CrmEdge.Cloud.Host.Database;

/// <summary>Something to be done once at each start, after the schema is up to date and before anything serves.</summary>
internal interface IStartStep
{
    Task RunAsync(CancellationToken ct);
}
