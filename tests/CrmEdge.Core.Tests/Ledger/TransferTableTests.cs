using CrmEdge.Cloud.Core.Ledger;
using Xunit;

namespace CrmEdge.Core.Tests.Ledger;

public sealed class TransferTableTests
{
    public static TheoryData<string> Names => [.. LedgerTables.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_event_gets_the_answer_in_the_table(string name) => LedgerTable.Check(LedgerTables.All[name]);

    [Fact]
    public void Every_code_is_reached()
    {
        var answers = LedgerTables.All.Values
            .SelectMany(table => table.Split('\n'))
            .Where(line => line.Contains("->", StringComparison.Ordinal))
            .Select(line => line.Split("->")[1].Trim())
            .ToHashSet();
        Assert.Empty(Enum.GetValues<PostCode>().Select(code => code.Name()).Except(answers));
    }

    [Fact]
    public void A_wrong_answer_in_a_table_is_noticed() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => LedgerTable.Check("""
        account fund  reward_funding  EUR
        account alice wallet_business EUR
        move    T1 fund alice 100 award  -> exists
        """));
}
