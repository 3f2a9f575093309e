using System.Text.Json.Nodes;

namespace CrmEdge.Simulators.Demo.Books;

/// <summary>What the meters' log on disk says.</summary>
/// <param name="Acked">Distinct readings that were acknowledged.</param>
/// <param name="Refused">Distinct readings that were refused and never acknowledged.</param>
/// <param name="Repeats">Acknowledgements beyond the first of a reading.</param>
internal sealed record FleetBooks(IReadOnlySet<string> Acked, int Refused, int Repeats)
{
    public static FleetBooks Read(string logFile)
    {
        var events = File.ReadLines(logFile).Select(line => JsonNode.Parse(line)!)
            .ToLookup(line => (string)line["event"]!, Reading);
        var acked = events["acked"].ToHashSet();
        var refused = events["refused"].Distinct().Count(reading => !acked.Contains(reading));
        return new FleetBooks(acked, refused, events["acked"].Count() - acked.Count);
    }

    private static string Reading(JsonNode line) => $"{line["device"]}/{line["boot"]}/{line["seq"]}";
}
