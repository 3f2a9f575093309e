using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Tests.Ledger;

/// <summary>A record with an owner, an account, and a column that may be null.</summary>
internal sealed record Note(Guid Tenant, Guid Id, Guid Owner, string? Text, Guid Account) : IOwnedBy, IHasAccounts
{
    public const string Table = """
        CREATE TABLE note (tenant uuid, id uuid, owner uuid NOT NULL, body text, account uuid NOT NULL, PRIMARY KEY (tenant, id));
        CALL crmedge_system.partition_table('note')
        """;

    public IEnumerable<Guid> Accounts => [Account];
}

internal sealed class NoteStore() : TableRecordStore<Note>(
    "note",
    "owner",
    Column.Of("owner", NpgsqlDbType.Uuid, (Note n) => n.Owner),
    Column.Of("body", NpgsqlDbType.Text, (Note n) => n.Text),
    Column.Of("account", NpgsqlDbType.Uuid, (Note n) => n.Account))
{
    public override Note Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetGuid(4));
}

/// <summary>An insert-only row whose value the database checks.</summary>
internal sealed record Tick(Guid Tenant, Guid Id, int Value) : IFact
{
    public const string Table = """
        CREATE TABLE tick (tenant uuid, id uuid, value int, PRIMARY KEY (tenant, id),
            CONSTRAINT tick_value_is_small CHECK (value < 100));
        CALL crmedge_system.fact_table('tick')
        """;
}

internal sealed class TickStore() : TableFactStore<Tick>(
    "tick",
    Column.Of("id", NpgsqlDbType.Uuid, (Tick t) => t.Id),
    Column.Of("value", NpgsqlDbType.Integer, (Tick t) =>
        t.Value < 0 ? throw new InvalidOperationException("not storable") : t.Value));

/// <summary>An operation made of two delegates.</summary>
internal sealed record Act(PartitionKey Partition, Action<ReadSet> Names, Func<Books, string> Do) : IOperation<string>
{
    public void Reads(ReadSet reads) => Names(reads);

    public Verdict<string> Decide(Books books, DateTimeOffset now)
    {
        var outcome = Do(books);
        return outcome.StartsWith("no:", StringComparison.Ordinal) ? Verdict.Refuse(outcome, outcome) : Verdict.Keep(outcome);
    }
}
