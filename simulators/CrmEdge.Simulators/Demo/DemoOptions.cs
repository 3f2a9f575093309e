using System.Globalization;

namespace CrmEdge.Simulators.Demo;

/// <summary>What a run of the demo is asked for.</summary>
internal sealed record DemoOptions
{
    public const string Help = """
        [--check] [--report FILE] [--seed N] [--keep] [--tamper SQL] [--secrets FILE] [--dump FOLDER]
          --check        play the story once, stop everything, exit 0 only if every claim held
          --report FILE  write the figures as JSON
          --seed N       play it in another order
          --keep         leave the data folder there
          --tamper SQL   change the books behind the product's back before they are audited, to see the check fail
          --secrets FILE write every card, code, key and password of the story, to look for them in the data folder
          --dump FOLDER  copy every table of the cloud there as text before it stops
        """;

    public bool Check { get; private init; }

    public bool Keep { get; private init; }

    public bool AsksForHelp { get; private init; }

    public string? Report { get; private init; }

    public string? Tamper { get; private init; }

    public string? Secrets { get; private init; }

    public string? Dump { get; private init; }

    public int Seed { get; private init; } = 1;

    /// <summary>Reads the command line; what is wrong with it, if anything.</summary>
    public static (DemoOptions? Options, string? Wrong) Read(ReadOnlySpan<string> args)
    {
        var options = new DemoOptions();
        while (!args.IsEmpty)
        {
            var value = args.Length > 1 ? args[1] : null;
            DemoOptions? next = args[0] switch
            {
                "--check" => options with { Check = true },
                "--keep" => options with { Keep = true },
                "--help" or "-h" => options with { AsksForHelp = true },
                "--report" when value is not null => options with { Report = value },
                "--tamper" when value is not null => options with { Tamper = value },
                "--secrets" when value is not null => options with { Secrets = value },
                "--dump" when value is not null => options with { Dump = value },
                "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out var seed) => options with { Seed = seed },
                _ => null,
            };
            if (next is null) return (null, $"{args[0]} is not known, or what belongs behind it is missing.");
            if (next.Report is { } report && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(report))))
                return (null, $"There is no folder for the report {report}: make it first.");
            args = args[(args[0] is "--check" or "--keep" or "--help" or "-h" ? 1 : 2)..];
            options = next;
        }
        return (options, null);
    }
}
