using System.Globalization;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Ledger;

/// <summary>
/// Runs a table of ledger events, one a line, each with the answer it must get:
/// <code>
/// account alice  wallet_business EUR [partition=5] [turnover=900]
/// move    T1     fund alice 100 award                 -> ok
/// hold    H1     alice sales 60 spend timeout=10s     -> ok
/// post    P1     H1 40                                -> ok
/// void    V1     H1                                   -> pending_transfer_already_posted
/// expire  H1                                          -> pending_transfer_expired
/// linked  …indented lines, decided as one set
/// clock   10s
/// close   alice                                       -> true
/// refused T1                                          -> exceeds_credits
/// balance alice  40 available=40
/// </code>
/// Amounts are minor units of EUR unless a currency follows (100USD). Other fields of a transfer are set by name=value.
/// </summary>
internal sealed class LedgerTable
{
    private static readonly Guid Tenant = NamedId.Of(Guid.Empty, "table");
    private static readonly PartitionKey Partition = PartitionKey.Business(Tenant);
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly LedgerBatch _batch = LedgerBatch.InMemory(partition: 3);
    private readonly Dictionary<string, Guid> _accounts = [];
    private DateTimeOffset _now = Noon;

    public static void Check(string table)
    {
        var run = new LedgerTable();
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Trim().Length > 0).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            var linked = lines[i].Trim() == "linked" ? lines.Skip(i + 1).TakeWhile(line => line.StartsWith(' ')).ToList() : [];
            if (linked.Count > 0) run.CheckLinked(linked);
            else run.Check(Line.Parse(lines[i]));
            i += linked.Count;
        }
    }

    private void Check(Line line)
    {
        switch (line.Verb)
        {
            case "account": Open(line); break;
            case "clock": _now += Seconds(line[0]); break;
            case "balance": CheckBalance(line); break;
            case "close": line.Answers(Books.TryClose(Account(line[0])) ? "true" : "false"); break;
            case "refused": line.Answers(Books.RefusedAs(Id(line[0])) ?? "not"); break;
            default: line.Answers(Post(PostTransfers.Each(Partition, Read(line)))[0].Name()); break;
        }
    }

    private Books Books => _batch.Books(Partition, _now);

    private void CheckLinked(List<string> rows)
    {
        var lines = rows.Select(Line.Parse).ToList();
        var codes = Post(PostTransfers.Linked(Partition, [.. lines.Select(Read)]));
        foreach (var (line, code) in lines.Zip(codes)) line.Answers(code.Name());
    }

    private IReadOnlyList<PostCode> Post(PostTransfers operation) => _batch.Run(operation, _now).Outcome;

    private void Open(Line line)
    {
        var kind = WireName.Parse<AccountKind>(line[1]);
        var account = CrmEdge.Cloud.Core.Ledger.Account.New(Tenant, kind, Id(line[0]), Currency.Of(line[2]));
        _accounts[line[0]] = account.Id;
        if (line["partition"] is { } partition) _batch.Load(account with { Partition = (int)Minor(partition) });
        else if (line["turnover"] is { } sums) _batch.Load(Turned(account, Minor(sums)));
        else _batch.Run(new OpenAccounts(Partition, account), _now);
    }

    private Account Turned(Account account, long minor) =>
        account with { Partition = _batch.Partition, DebitsPosted = minor, CreditsPosted = minor };

    private void CheckBalance(Line line)
    {
        var account = Books.Account(Account(line[0]))!;
        Assert.True(account.Balance.Minor == Minor(line[1]), $"{line}: balance is {account.Balance}");
        if (line["available"] is { } available)
            Assert.True(account.Available.Minor == Minor(available), $"{line}: available is {account.Available}");
    }

    private Transfer Read(Line line)
    {
        var id = line[0] == "-" ? Guid.Empty : Id(line[0]);
        var transfer = line.Verb switch
        {
            "move" => Move(id, line),
            "hold" => Move(id, line) with { Kind = TransferKind.Pending },
            "post" => Transfer.Post(Tenant, id, Id(line[1]), line.Count > 2 ? Amount(line[2]) : default),
            "void" => Transfer.Void(Tenant, id, Id(line[1])),
            "expire" => Transfer.Expire(Tenant, id),
            _ => throw new FormatException($"Unknown verb in: {line}"),
        };
        return line.Named.Aggregate(transfer, Set);
    }

    private Transfer Move(Guid id, Line line) => Transfer.Move(
        Tenant, id, Account(line[1]), Account(line[2]), Amount(line[3]), WireName.Parse<TransferCode>(line[4]));

    private Transfer Set(Transfer transfer, KeyValuePair<string, string> field) => field.Key switch
    {
        "timeout" => transfer with { Timeout = Seconds(field.Value) },
        "pending" => transfer with { PendingId = field.Value == "-" ? null : Id(field.Value) },
        "debit" => transfer with { Debit = Account(field.Value) },
        "credit" => transfer with { Credit = Account(field.Value) },
        "amount" => transfer with { Amount = Amount(field.Value) },
        "rule" => transfer with { References = new TransferReferences(Rule: Id(field.Value)) },
        "options" => transfer with
        {
            Options = field.Value.Split('+').Select(WireName.Parse<TransferOptions>).Aggregate((a, b) => a | b),
        },
        "event" => transfer with { EventAt = Noon + Seconds(field.Value) },
        _ => throw new FormatException($"Unknown field {field.Key}"),
    };

    private Guid Account(string name) => _accounts.TryGetValue(name, out var id) ? id : Id($"no account {name}");

    private static Guid Id(string name) => NamedId.Of(Tenant, name);

    private static TimeSpan Seconds(string text) =>
        TimeSpan.FromSeconds(double.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture));

    private static long Minor(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static Money Amount(string text) => char.IsAsciiLetterUpper(text[^1])
        ? new Money(Minor(text[..^3]), Currency.Of(text[^3..]))
        : new Money(Minor(text), Currency.Of("EUR"));

    /// <summary>Verb, words, name=value pairs, and what must come of it.</summary>
    private sealed record Line(string Text, string Verb, List<string> Words, Dictionary<string, string> Named, string? Expected)
    {
        public int Count => Words.Count;

        public string this[int index] => Words[index];

        public string? this[string name] => Named.GetValueOrDefault(name);

        public static Line Parse(string text)
        {
            var halves = text.Split("->", StringSplitOptions.TrimEntries);
            var words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var named = words.Where(w => w.Contains('=')).Select(w => w.Split('=')).ToDictionary(w => w[0], w => w[1]);
            var plain = words.Skip(1).Where(w => !w.Contains('=')).ToList();
            return new Line(text.Trim(), words[0], plain, named, halves.ElementAtOrDefault(1));
        }

        public void Answers(string answer) => Assert.True(Expected == answer, $"{Text}: answered {answer}");

        public override string ToString() => Text;
    }
}
