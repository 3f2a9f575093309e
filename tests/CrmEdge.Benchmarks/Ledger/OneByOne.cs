using CrmEdge.Hosting.Postgres;
using CrmEdge.Kernel;
using Npgsql;

namespace CrmEdge.Benchmarks.Ledger;

/// <summary>
/// The plain design on the same cluster: each transfer is a transaction of its own, in one call to a function that locks both
/// accounts, checks the id and the balance, inserts the transfer and updates the two balances.
/// </summary>
internal sealed class OneByOne : IAsyncDisposable
{
    private const int Connections = 16;
    private const int Accounts = LoadBooks.Businesses * LoadBooks.WalletsEach;

    private const string Schema = """
        CREATE SCHEMA one_by_one;
        CREATE TABLE one_by_one.account (id int PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0)) WITH (fillfactor = 70);
        CREATE TABLE one_by_one.transfer (
            id uuid PRIMARY KEY, debit int NOT NULL, credit int NOT NULL, amount bigint NOT NULL,
            at timestamptz NOT NULL DEFAULT now());
        CREATE FUNCTION one_by_one.post(t uuid, d int, c int, a bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM FROM one_by_one.account WHERE id IN (d, c) ORDER BY id FOR UPDATE;
            INSERT INTO one_by_one.transfer (id, debit, credit, amount) VALUES (t, d, c, a);
            UPDATE one_by_one.account SET balance = balance - a WHERE id = d;
            UPDATE one_by_one.account SET balance = balance + a WHERE id = c;
        END $$;
        INSERT INTO one_by_one.account SELECT g, 1000000000 FROM generate_series(0, $ACCOUNTS - 1) g;
        """;

    private readonly NpgsqlDataSource _database;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;

    private OneByOne(NpgsqlDataSource database, IdSource ids, TimeProvider time) => (_database, _ids, _time) = (database, ids, time);

    public static async Task<OneByOne> PrepareAsync(PrivatePostgres cluster, IdSource ids, TimeProvider time, CancellationToken ct)
    {
        var database = NpgsqlDataSource.Create(cluster.ConnectionString("pgbench") + $";Maximum Pool Size={Connections + 1}");
        await using var schema = database.CreateCommand(Schema.Replace("$ACCOUNTS", $"{Accounts}", StringComparison.Ordinal));
        await schema.ExecuteNonQueryAsync(ct);
        return new OneByOne(database, ids, time);
    }

    /// <summary>Transfers a second.</summary>
    public async Task<double> RunAsync(Draw draw, TimeSpan duration, CancellationToken ct)
    {
        var deadline = Deadline.After(duration, _time);
        var posted = await Task.WhenAll(Enumerable.Range(0, Connections).Select(c => CallAsync(c, draw, deadline, ct)));
        return posted.Sum() / _time.GetElapsedTime(deadline.Started).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<long> CallAsync(int connection, Draw draw, Deadline deadline, CancellationToken ct)
    {
#pragma warning disable CA5394 // Seeded: which accounts pay is the same in every run.
        var random = new Random(connection);
#pragma warning restore CA5394
        await using var open = await _database.OpenConnectionAsync(ct);
        await using var post = new NpgsqlCommand("SELECT one_by_one.post($1, $2, $3, $4)", open);
        var (id, debit, credit) = (new NpgsqlParameter<Guid>(), new NpgsqlParameter<int>(), new NpgsqlParameter<int>());
        foreach (var parameter in (NpgsqlParameter[])[id, debit, credit, new NpgsqlParameter<long> { TypedValue = 1 }])
            post.Parameters.Add(parameter);
        await post.PrepareAsync(ct);
        long posted = 0;
        for (; !deadline.Passed; posted++)
        {
            (debit.TypedValue, credit.TypedValue) = draw.Pair(random, Accounts);
            id.TypedValue = _ids.Next();
            await post.ExecuteNonQueryAsync(ct);
        }
        return posted;
    }
}
