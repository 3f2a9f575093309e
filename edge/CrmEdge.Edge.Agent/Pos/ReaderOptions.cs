namespace CrmEdge.Edge.Agent.Pos;

/// <summary>A reader beside a till.</summary>
public sealed class ReaderOptions : WireOptions
{
    /// <summary>The TAP of the till it stands at.</summary>
    public string Tap { get; set; } = "";

    internal override IEnumerable<string> Errors()
    {
        foreach (var error in base.Errors()) yield return error;
        if (Tap.Length == 0) yield return "a reader has no Tap: name the TAP of the till it stands at";
    }
}
