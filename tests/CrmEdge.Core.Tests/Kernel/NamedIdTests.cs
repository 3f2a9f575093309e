using CrmEdge.Kernel;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Kernel;

public sealed class NamedIdTests
{
    private static readonly Guid Space = Guid.Parse("0192f0c1-2345-7678-9abc-def012345678");

    // Worked out apart from this code: python3 hashlib.sha256(space.bytes + name.encode()), version 8, variant 10.
    [Theory]
    [InlineData("", "d2bf88be-83db-8394-ad3b-605cac80e7f3")]
    [InlineData("hold", "a2b76782-2352-88d8-a533-22d4f5bfac4f")]
    [InlineData("purchase:TILL-07:2026-11-21:R-1001", "dc910361-0a04-8453-a394-7532a48aa990")]
    [InlineData("καφές", "072a62fe-9073-8166-a3f9-5f582836b246")]
    public void A_name_has_one_id_for_ever(string name, string id) => Assert.Equal(Guid.Parse(id), NamedId.Of(Space, name));

    [Fact]
    public void Names_and_spaces_do_not_meet() => ForAll.Cases(
        Gen.Choose(0, 1_000_000).Two().Where(x => x.Item1 != x.Item2),
        x => NamedId.Of(Space, $"{x.Item1}") != NamedId.Of(Space, $"{x.Item2}")
            && NamedId.Of(NamedId.Of(Space, $"{x.Item1}"), "hold") != NamedId.Of(NamedId.Of(Space, $"{x.Item2}"), "hold"));

    [Fact]
    public void A_name_is_needed() => Assert.Throws<ArgumentNullException>(() => NamedId.Of(Space, null!));
}
