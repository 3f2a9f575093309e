using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Walls;

/// <summary>Every table of the cloud and of an agent's journal: how many rows it has, and the hash of all of them.</summary>
internal sealed class Fingerprint
{
    // Who is there and who writes what, renewed all the time; and balances that are written behind: their view stands for them.
    private static readonly string[] MovingByThemselves =
        ["public.edge_link", "crmedge_system.ledger_partition", "public.ledger_account"];

    // XML is the one way to run a statement of each table's own within a statement.
    private const string OfCloud = """
        SELECT c.relnamespace::regnamespace || '.' || c.relname || ' ' || (xpath('//print/text()', query_to_xml(format('
            SELECT count(*) || '' '' || coalesce(md5(string_agg(md5(t::text), '''' ORDER BY md5(t::text))), ''-'') AS print
            FROM %s t', c.oid::regclass), false, true, '')))[1]
        FROM pg_class c
        WHERE (c.relkind = 'r' OR c.relname = 'ledger_balance')
            AND c.relnamespace::regnamespace::text IN ('public', 'crmedge_system')
        ORDER BY 1
        """;

    private const string OfJournal = """
        import hashlib, sqlite3, sys
        db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
            rows = sorted(repr(row) for row in db.execute(f'SELECT * FROM "{name}"'))
            print(f"journal.{name} {len(rows)} {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()}")
        """;

    private readonly Dictionary<string, string> _tables;

    private Fingerprint(IEnumerable<string> lines) => _tables = lines.Select(line => line.Split(' ', 2))
        .Where(parts => !MovingByThemselves.Contains(parts[0])).ToDictionary(parts => parts[0], parts => parts[1]);

    public static async Task<Fingerprint> OfAsync(SyncWorld world, string journal)
    {
        var cloud = (await world.SqlAsync(OfCloud)).Split('\n');
        var edge = await TestProcess.RunAsync(new ProcessPlan("/usr/bin/python3", "-c", OfJournal, journal));
        Assert.True(await edge.Exited == 0, string.Join('\n', edge.Errors));
        return new Fingerprint(cloud.Concat(edge.Output));
    }

    /// <summary>Tables that are not as they were.</summary>
    public IReadOnlyList<string> Since(Fingerprint before) =>
    [
        .. _tables.Where(table => before._tables.GetValueOrDefault(table.Key) != table.Value).Select(table => table.Key).Order(),
    ];
}
