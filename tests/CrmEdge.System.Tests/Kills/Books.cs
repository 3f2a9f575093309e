using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Kills;

/// <summary>What the cloud's database holds, as <c>deploy/audit.sql</c> tells it: none of the product's code is asked.</summary>
internal sealed class Books
{
    private readonly Dictionary<string, string> _figures;

    private Books(string text)
    {
        // The server gives rows of one kind in whatever order it likes.
        var lines = text.Split('\n').Order(StringComparer.Ordinal).ToList();
        Text = string.Join('\n', lines);
        var rows = lines.Select(row => row.Split('|')).ToLookup(row => row[0]);
        _figures = rows["figure"].ToDictionary(row => row[1], row => row[2]);
        Purchases = rows["purchase"].ToLookup(row => row[1], row => (State: row[3], Total: row[4], Spent: long.Parse(row[5], null)));
    }

    /// <summary>All of it: two that are equal hold the same.</summary>
    public string Text { get; }

    /// <summary>Purchases by reference, amounts in minor units.</summary>
    public ILookup<string, (string State, string Total, long Spent)> Purchases { get; }

    public static async Task<Books> ReadAsync(SyncWorld world) =>
        new(await world.SqlAsync(await File.ReadAllTextAsync(Repo.File("deploy", "audit.sql"))));

    public string Figure(string name) => _figures[name];

    /// <summary>Whatever happened: entries sum to nothing, agree with their accounts, and nobody is overdrawn.</summary>
    public void AreRight()
    {
        foreach (var name in (string[])["ledger_sum", "ledger_differences", "overdrawn"])
            Assert.True(Figure(name) == "0", $"{name} is {Figure(name)}");
    }

    /// <summary>Nothing is under way any more: no hold is open, and everything that came has taken effect.</summary>
    public bool AreSettled =>
        Figure("holds_open") == "0" && Figure("inbox_waiting") == "0" && Figure("home_messages_waiting") == "0";
}
