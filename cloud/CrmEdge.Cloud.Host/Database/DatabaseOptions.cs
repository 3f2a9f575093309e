using System.ComponentModel.DataAnnotations;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>
/// Section <c>Database</c>: one connection string per role (see deploy/postgres/roles.sql), or none at all: then the host
/// runs a PostgreSQL cluster of its own under the data folder.
/// </summary>
internal sealed class DatabaseOptions : IValidatableObject
{
    public const string Section = "Database";

    /// <summary>Role crmedge_migrator, owner of the schema.</summary>
    [Secret]
    public string? Migrator { get; set; }

    /// <summary>Role crmedge_api, under row-level security.</summary>
    [Secret]
    public string? Api { get; set; }

    /// <summary>Role crmedge_ledger, for the committers.</summary>
    [Secret]
    public string? Ledger { get; set; }

    /// <summary>The data folder, for a cluster of the host's own.</summary>
    [Required]
    public string Folder { get; set; } = "/var/lib/crmedge";

    /// <summary>Loopback port of that cluster; 0 takes any free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; }

    public bool IsGiven => !string.IsNullOrWhiteSpace(Migrator);

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
