using System.Collections.Frozen;
using System.Text;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>The snake_case names under which the members of an enum are stored and sent.</summary>
public static class WireName
{
    /// <summary>Such as <c>exceeds_credits</c> for <c>ExceedsCredits</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>The member of a name; false where there is none.</summary>
    public static bool TryParse<T>(string? name, out T value) where T : struct, Enum
    {
        value = default;
        return name is not null && Names<T>.ByName.TryGetValue(name, out value);
    }

    /// <summary>As <see cref="TryParse"/>, for names that we stored ourselves.</summary>
    /// <exception cref="KeyNotFoundException">No such member: the row was written by something newer.</exception>
    public static T Parse<T>(string name) where T : struct, Enum => Names<T>.ByName[name];

    private static string Snake(string pascal)
    {
        var snake = new StringBuilder();
        foreach (var letter in pascal)
        {
            if (char.IsAsciiLetterUpper(letter) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }
        return snake.ToString();
    }

    private static class Names<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => Snake(v.ToString()));

        public static readonly FrozenDictionary<string, T> ByName = ByValue.ToFrozenDictionary(n => n.Value, n => n.Key);
    }
}
