using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Core.Tests.Journal;

public sealed class IncarnationsTests
{
    private static readonly Guid A = Guid.Parse("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = Guid.Parse("00000000-0000-0000-0000-00000000000b");

    [Fact]
    public void The_first_start_creates() => Assert.Equal(StartKind.Created, Incarnations.Decide(null, null));

    [Fact]
    public void An_anchor_without_its_journal_says_that_one_is_missing() =>
        Assert.Equal(StartKind.Missing, Incarnations.Decide(null, new JournalIdentity(A, 3)));

    [Fact]
    public void A_journal_without_its_anchor_was_moved_here() =>
        Assert.Equal(StartKind.Restored, Incarnations.Decide(new JournalIdentity(A, 3), null));

    [Fact]
    public void A_journal_of_another_incarnation_was_put_here() =>
        Assert.Equal(StartKind.Restored, Incarnations.Decide(new JournalIdentity(A, 3), new JournalIdentity(B, 3)));

    [Theory]
    [InlineData(3, 3, StartKind.Continued)]
    [InlineData(4, 3, StartKind.Continued)]
    [InlineData(5, 3, StartKind.Restored)]
    [InlineData(2, 3, StartKind.Restored)]
    public void Openings_tell_a_copy_from_the_journal_itself(long file, long anchor, StartKind expected) =>
        Assert.Equal(expected, Incarnations.Decide(new JournalIdentity(A, file), new JournalIdentity(A, anchor)));
}
