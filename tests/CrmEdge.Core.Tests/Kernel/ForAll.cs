using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;

namespace CrmEdge.Core.Tests.Kernel;

/// <summary>Checks a property over generated cases.</summary>
internal static class ForAll
{
    public static void Cases<T>(Gen<T> cases, Func<T, bool> property, int count = 500) =>
        Check.One(Properties.Of(count), Prop.ForAll(cases.ToArbitrary(), property));
}
