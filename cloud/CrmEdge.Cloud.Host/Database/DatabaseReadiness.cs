using CrmEdge.Hosting.Health;
using Npgsql;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>Whether requests would find the database.</summary>
internal sealed class DatabaseReadiness(Databases databases) : IReadinessCheck
{
    public string Name => "database";

    public async ValueTask<Readiness> CheckAsync(CancellationToken ct)
    {
        try
        {
            await using var command = databases.Api.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(ct);
            return Readiness.Ready;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvariantViolatedException)
        {
            return Readiness.NotReady("The database does not answer.",
                "See that PostgreSQL runs and takes connections of role crmedge_api (Database:Api).");
        }
    }
}
