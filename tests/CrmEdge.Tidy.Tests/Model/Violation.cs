namespace CrmEdge.Tidy.Tests.Model;

/// <summary>One place that breaks a rule; the message says what to do about it.</summary>
internal sealed record Violation(string Path, int Line, string Message)
{
    public string Place => $"{Path}:{Line}";

    public override string ToString() => $"{Place} {Message}";
}
