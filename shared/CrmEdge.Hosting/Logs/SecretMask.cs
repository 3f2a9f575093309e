using System.Text.RegularExpressions;

namespace CrmEdge.Hosting.Logs;

/// <summary>The last wall before a secret reaches a log: what follows a tell-tale word is masked. Code that knows it
/// holds a secret must not log it in the first place.</summary>
public static partial class SecretMask
{
    /// <summary>The text with secrets after words such as <c>password=</c> or <c>Bearer</c> replaced by three stars.</summary>
    /// <param name="text">Any text.</param>
    public static string Apply(string text) => Secrets().Replace(text, "$1***");

    // No match time-out: the pattern never backtracks far, and a busy machine must not cost us a log line.
    [GeneratedRegex("""
        ( \b(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token|refresh[_-]?token) "?\s*[=:]\s*"?
        | \bbearer\s+ )
        [^\s;"',&}]+
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Secrets();
}
