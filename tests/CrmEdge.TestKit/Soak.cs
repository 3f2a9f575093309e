using System.Globalization;
using System.Security.Cryptography;
using CrmEdge.Hosting;
using Xunit.Sdk;

namespace CrmEdge.TestKit;

/// <summary>How much the randomised and repeated tests do: little and always the same in the suite, much and each time another
/// in the soak, which <c>deploy/test --soak</c> asks for.</summary>
public static class Soak
{
    /// <summary>Set to anything, it asks for the soak.</summary>
    public const string Variable = "CRMEDGE_SOAK";

    /// <summary>The soak's seed, so that a failure can be repeated.</summary>
    public const string SeedVariable = "CRMEDGE_SEED";

    private static readonly int OfThisRun = Ambient.EnvironmentVariable(SeedVariable) is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : RandomNumberGenerator.GetInt32(1_000_000_000);

    /// <summary>True in the soak.</summary>
    public static bool IsOn => Ambient.EnvironmentVariable(Variable) is not null;

    /// <summary>How often to repeat something.</summary>
    public static int Rounds(int suite, int full) => IsOn ? full : suite;

    /// <summary>A seed: the suite's own, or that of this soak.</summary>
    public static int Seed(int suite) => IsOn ? OfThisRun : suite;

    /// <summary>Runs a test on random numbers; its failure says how to have the same ones again.</summary>
    public static async Task SeededAsync(int suite, Func<Random, Task> test)
    {
        var seed = Seed(suite);
        try
        {
            await test(new Random(seed));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new XunitException($"{failure.Message}\n{Repeat(seed)}", failure);
        }
    }

    /// <summary>How to run with a seed again.</summary>
    internal static string Repeat(int seed) => IsOn
        ? $"To repeat it: {SeedVariable}={seed} deploy/test --soak"
        : $"Seed {seed} of the suite: run it again as it is.";
}
