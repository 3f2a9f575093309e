using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CrmEdge.Cloud.Host.Migrations;

/// <summary>One numbered step of the schema, as it lies in <c>Migrations/NNN_name.sql</c>.</summary>
internal sealed partial record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text: a step that was applied must never change afterwards.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    public string Title => string.Create(CultureInfo.InvariantCulture, $"{Number:D3}_{Name}");

    /// <summary>The steps built into this executable, in order.</summary>
    public static IReadOnlyList<Migration> Embedded()
    {
        var assembly = typeof(Migration).Assembly;
        Migration[] found =
        [
            .. assembly.GetManifestResourceNames()
                .Select(name => (name, match: FileName().Match(name)))
                .Where(f => f.match.Success)
                .Select(f => new Migration(NumberIn(f.match), f.match.Groups["name"].Value, Text(assembly, f.name)))
                .OrderBy(m => m.Number),
        ];
        Invariant.Holds(found.DistinctBy(m => m.Number).Count() == found.Length, "every migration has a number of its own");
        return found;
    }

    private static int NumberIn(Match match) => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(Invariant.NotNull(assembly.GetManifestResourceStream(name)));
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\.Migrations\._?(?<number>\d{3})_(?<name>[a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();
}
