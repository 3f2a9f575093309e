namespace CrmEdge.Tidy.Tests.Rules.Architecture;

/// <summary>
/// What one project may reference. <paramref name="Packages"/> null means none; <paramref name="Barred"/> names the
/// families it may not bring although any other is welcome.
/// </summary>
internal sealed record Allowed(string[] Projects, string[]? Packages = null, bool Framework = false, string[]? Barred = null)
{
    public static readonly string[] Any = ["*"];

    public static readonly Allowed Nothing = new([]);

    public static readonly Allowed Everything = new(Any, Any, Framework: true);

    public bool Sees(string project) => Projects.Contains("*") || Projects.Contains(project);

    public bool Brings(string package) =>
        Packages is not null
        && (Packages.Contains("*") || Packages.Contains(package))
        && !(Barred ?? []).Any(family => package.StartsWith(family, StringComparison.Ordinal));
}
