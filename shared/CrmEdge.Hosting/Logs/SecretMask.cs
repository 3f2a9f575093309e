using System.Text.RegularExpressions;

namespace CrmEdge.Hosting.Logs;

/// <summary>The last wall before a secret reaches a log: what follows a tell-tale word is masked. Code that knows it
/// holds a secret must not log it in the first place.</summary>
public static partial class SecretMask
{
    private const int MatchMilliseconds = 100;

    /// <summary>The text with secrets after words such as <c>password=</c> or <c>Bearer</c> replaced by three stars.</summary>
    /// <param name="text">Any text.</param>
    public static string Apply(string text)
    {
        try
        {
            return Secrets().Replace(text, "$1***");
        }
        catch (RegexMatchTimeoutException)
        {
            return "(a text that took too long to check for secrets)";
        }
    }

    [GeneratedRegex("""((?:\b(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token|refresh[_-]?token)"?\s*[=:]\s*"?|\bbearer\s+))[^\s;"',&}]+""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchMilliseconds)]
    private static partial Regex Secrets();
}
