using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Xunit.Sdk;

namespace CrmEdge.TestKit;

/// <summary>How properties are checked: the same cases in every run of the suite, twenty times as many others in the soak.</summary>
public static class Properties
{
    private const int SuiteSeed = 20_261_121;
    private const ulong Gamma = 7_919;
    private const int SoakFactor = 20;

    /// <summary>Seeds for a property that draws its own random numbers, from all there are: an int of FsCheck's is a small one.
    /// </summary>
    public static Arbitrary<int> Seeds { get; } = Gen.Choose(0, int.MaxValue).ToArbitrary();

    /// <summary>For FsCheck.</summary>
    /// <param name="cases">How many in the suite.</param>
    public static Config Of(int cases) => Config.QuickThrowOnFailure
        .WithMaxTest(Soak.Rounds(cases, cases * SoakFactor))
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd((ulong)Soak.Seed(SuiteSeed), Gamma), FSharpOption<int>.None)))
        .WithRunner(new SeedTelling(Config.QuickThrowOnFailure.Runner));

    /// <summary>FsCheck's own way of reporting; a failure says how to have the same cases again.</summary>
    private sealed class SeedTelling(IRunner inner) : IRunner
    {
        public void OnStartFixture(Type t) => inner.OnStartFixture(t);

        public void OnArguments(
            int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every) =>
            inner.OnArguments(ntest, args, every);

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink) =>
            inner.OnShrink(args, everyShrink);

        public void OnFinished(string name, TestResult testResult)
        {
            try
            {
                inner.OnFinished(name, testResult);
            }
            catch (Exception failure)
            {
                throw new XunitException($"{failure.Message}\n{Soak.Repeat(Soak.Seed(SuiteSeed))}", failure);
            }
        }
    }
}
