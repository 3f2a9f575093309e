using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>Section <c>Keys</c>.</summary>
internal sealed class KeysOptions
{
    public const string Section = "Keys";

    /// <summary>The master key file; outside the data folder, so that a copy of the data alone opens nothing.</summary>
    [Required]
    public string File { get; set; } = "/etc/crmedge/host.keys";

    /// <summary>Where the first administrator's API key is written, once.</summary>
    public string AdminKeyFile => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File)) ?? "/", "admin.key");
}
