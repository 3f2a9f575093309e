using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CrmEdge.Core.Tests.Kernel;

/// <summary>Checks a property over generated cases from a fixed seed, so that every run sees the same ones.</summary>
internal static class ForAll
{
    private const ulong Seed = 20_261_121;
    private const ulong Gamma = 7_919;

    public static void Cases<T>(Gen<T> cases, Func<T, bool> property, int count = 500) =>
        Check.One(Configured(count), Prop.ForAll(cases.ToArbitrary(), property));

    private static Config Configured(int count) => Config.QuickThrowOnFailure.WithMaxTest(count)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed, Gamma), FSharpOption<int>.None)));
}
