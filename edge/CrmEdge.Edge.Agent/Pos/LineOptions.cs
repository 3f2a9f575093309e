namespace CrmEdge.Edge.Agent.Pos;

/// <summary>A line that speaks the line protocol. A serial or calling one belongs to a TAP; on a listening one tills pair.</summary>
public sealed class LineOptions : WireOptions
{
    /// <summary>The TAP of the till at the other end.</summary>
    public string? Tap { get; set; }

    internal override IEnumerable<string> Errors()
    {
        foreach (var error in base.Errors()) yield return error;
        if (Listen is null && string.IsNullOrEmpty(Tap)) yield return "a serial or calling line needs the Tap of its till";
        if (Listen is not null && Tap is not null) yield return "a listening line takes the Tap from the till's pairing: leave Tap out";
    }
}
