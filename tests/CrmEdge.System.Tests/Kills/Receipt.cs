using CrmEdge.Simulators.Till;

namespace CrmEdge.SystemTests.Kills;

/// <summary>A sale as its till knows it: what was asked, and the last word on it where there was one.</summary>
internal sealed record Receipt(string Reference, string Day, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    public TillAnswer? Answer { get; set; }

    public string State => Answer?["state"] ?? "";

    /// <summary>The till handed out the goods.</summary>
    public bool IsMade => State is "approved" or "accepted";

    public override string ToString() => $"{Reference}: {State} {Answer?["code"]}";
}
