using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>
/// Section <c>Database</c>: one connection string per role (see deploy/postgres/roles.sql), or none at all: then the host
/// runs a PostgreSQL cluster of its own under the data folder.
/// </summary>
internal sealed class DatabaseOptions : IValidatableObject
{
    public const string Section = "Database";

    /// <summary>Role crmedge_migrator, owner of the schema.</summary>
    public string? Migrator { get; set; }

    /// <summary>Role crmedge_api, under row-level security.</summary>
    public string? Api { get; set; }

    /// <summary>Role crmedge_ledger, for the committers.</summary>
    public string? Ledger { get; set; }

    public bool IsGiven => Migrator is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string?[] all = [Migrator, Api, Ledger];
        if (all.Any(string.IsNullOrWhiteSpace) && all.Any(s => !string.IsNullOrWhiteSpace(s)))
        {
            yield return new ValidationResult(
                "Database:Migrator, Database:Api and Database:Ledger go together: give all three connection strings, " +
                "or none to let the host run its own PostgreSQL.");
        }
    }
}
