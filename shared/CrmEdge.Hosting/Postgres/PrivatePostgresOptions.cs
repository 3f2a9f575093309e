using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Hosting.Postgres;

/// <summary>Where a private PostgreSQL cluster lives and how large it may grow. The defaults suit two cores and 4 GiB.</summary>
public sealed class PrivatePostgresOptions
{
    /// <summary>The cluster's own folder, absolute. Made when it is missing; nothing else may be in it.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The loopback port; 0 picks a free one at every start.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>PostgreSQL's own cache, in MiB.</summary>
    [Range(16, 1_048_576)]
    public int SharedBuffersMegabytes { get; set; } = 256;

    /// <summary>The most client connections at a time.</summary>
    [Range(5, 1_000)]
    public int MaxConnections { get; set; } = 100;

    /// <summary>How long one start may take, recovery after a power cut included.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The account the server runs as when we are root; empty picks the first of postgres and nobody.</summary>
    public string Account { get; set; } = "";

    /// <summary>Where to look for PostgreSQL's programs, in this order; empty means PATH, then every
    /// <c>/usr/lib/postgresql/VERSION/bin</c>, newest first.</summary>
    public IReadOnlyList<string> ProgramFolders { get; set; } = [];

    /// <summary>Server settings that override ours. Turning <c>fsync</c> off is for tests that never cut the power.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; set; } = new Dictionary<string, string>();
}
