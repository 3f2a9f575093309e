using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// Inserts many rows with one array parameter per column. Columns that tend to be alike in all rows of a batch stand in groups:
/// a group that is, is sent as one value each, which the server reads far faster than an array.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
internal sealed class BatchInsert<T>
{
    // Every set of groups that are alike is a statement of its own, prepared on each connection.
    private const int GroupsMax = 5;

    private readonly string _table;
    private readonly IReadOnlyList<Column<T>> _each;
    private readonly IReadOnlyList<Column<T>[]> _groups;
    private readonly string?[] _statements;

    public BatchInsert(string table, IReadOnlyList<Column<T>> each, params IReadOnlyList<Column<T>[]> groups)
    {
        Invariant.Holds(groups.Count <= GroupsMax);
        (_table, _each, _groups) = (table, each, groups);
        _statements = new string?[1 << groups.Count];
    }

    public NpgsqlBatchCommand Of(IReadOnlyList<T> rows)
    {
        var alike = 0;
        for (var g = 0; g < _groups.Count; g++)
            if (_groups[g].All(column => column.IsAlike(rows))) alike |= 1 << g;
        var command = new NpgsqlBatchCommand(_statements[alike] ??= Statement(alike));
        foreach (var column in Varying(alike)) command.Parameters.Add(column.Values(rows));
        foreach (var column in Alike(alike)) command.Parameters.Add(column.Value(rows[0]));
        return command;
    }

    private string Statement(int alike)
    {
        var (varying, same) = (Varying(alike).ToList(), Alike(alike).ToList());
        var names = string.Join(", ", varying.Concat(same).Select(column => column.Name));
        var values = string.Concat(same.Select((_, i) => $", ${varying.Count + 1 + i}"));
        return $"INSERT INTO {_table} ({names}) SELECT v.*{values} FROM {Unnest.Of(varying.Count)} AS v";
    }

    private IEnumerable<Column<T>> Varying(int alike) => _each.Concat(_groups.Where((_, g) => (alike & (1 << g)) == 0).SelectMany(g => g));

    private IEnumerable<Column<T>> Alike(int alike) => _groups.Where((_, g) => (alike & (1 << g)) != 0).SelectMany(g => g);
}
