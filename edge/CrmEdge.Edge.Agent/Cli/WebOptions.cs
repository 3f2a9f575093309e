using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Edge.Agent.Cli;

/// <summary>Section <c>Web</c>: the agent's own pages, on this machine alone.</summary>
internal sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>Loopback port of health, metrics, status and pairing; 0 takes any free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 8090;
}
