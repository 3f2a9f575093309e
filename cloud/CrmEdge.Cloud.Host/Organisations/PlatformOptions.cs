using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>
/// Section <c>Platform</c>: what the operator is called. Read once, at the first start against an empty database.
/// </summary>
internal sealed class PlatformOptions
{
    public const string Section = "Platform";

    [Required, StringLength(200, MinimumLength = 1)]
    public string Name { get; set; } = "Platform";

    [Required, StringLength(3, MinimumLength = 3)]
    public string Currency { get; set; } = "EUR";

    [Required, StringLength(3, MinimumLength = 3)]
    public string Country { get; set; } = "CYP";

    [Required]
    public string Zone { get; set; } = "UTC";
}
