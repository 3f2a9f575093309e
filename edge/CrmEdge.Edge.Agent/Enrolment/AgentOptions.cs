using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>Section <c>Agent</c>.</summary>
internal sealed class AgentOptions
{
    public const string Section = "Agent";

    /// <summary>Where the agent keeps its identity, its journal and its snapshots.</summary>
    [Required]
    public string Folder { get; set; } = "/var/lib/crmedge-agent";
}
