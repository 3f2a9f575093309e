using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CrmEdge.Cloud.Host.Subscriptions;

/// <summary>
/// A list over partition-owned tables, which no object mapper writes: page, size and include_total as in every list, and its own
/// filters.
/// </summary>
/// <param name="select">SELECT … FROM …, without WHERE.</param>
/// <param name="tenant">The tenant's column, such as <c>d.tenant</c>.</param>
/// <param name="order">The columns to order by; a unique one among them.</param>
/// <param name="filters">Query parameters and the columns they must equal; an id unless the column is said to be text.</param>
/// <param name="read">A reply of the reader's current row.</param>
internal sealed class SqlList<T>(
    string select, string tenant, string order, IReadOnlyDictionary<string, (string Column, bool IsText)> filters,
    Func<NpgsqlDataReader, T> read)
{
    private const int SizeDefault = 20;
    private const int SizeMax = 100;
    private const int PageMax = 100_000;
    private const int TotalMax = 10_000;

    public async Task<Results<Ok<Page<T>>, Refusal>> ReadAsync(
        TenantSession session, IQueryCollection query, CancellationToken ct)
    {
        var checks = new FieldChecks();
        var (page, size) = (Number(query, "page", PageMax, 1, checks), Number(query, "size", SizeMax, SizeDefault, checks));
        var wanted = query.Where(p => p.Key is not ("page" or "size" or "include_total")).ToList();
        var more = string.Concat(filters.Keys.Select(filter => ", " + filter));
        foreach (var (name, value) in wanted)
        {
            if (!filters.TryGetValue(name, out var filter))
                checks.Add(name, $"is not known here. This list knows: page, size, include_total{more}");
            else checks.That(filter.IsText || Guid.TryParse(value, out _), name, "is no id");
        }
        if (checks.Refusal is { } wrong) return wrong;
        var where = $"WHERE {tenant} = $1" + string.Concat(wanted.Select((p, i) => $" AND {filters[p.Key].Column} = ${i + 2}"));
        var rows =
            await RowsAsync(
                session, $"{select} {where} ORDER BY {order} LIMIT {size + 1} OFFSET {(page - 1) * size}", wanted, ct);
        var total = query["include_total"] == "true" ? await TotalAsync(session, where, wanted, ct) : null;
        return TypedResults.Ok(new Page<T>([.. rows.Take(size)], new Paging(page, size, total, rows.Count > size)));
    }

    private async Task<List<T>> RowsAsync(
        TenantSession session, string sql, List<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> wanted,
        CancellationToken ct)
    {
        await using var command = Bind(session, sql, wanted);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    private async Task<int?> TotalAsync(
        TenantSession session, string where, List<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> wanted,
        CancellationToken ct)
    {
        await using var command =
            Bind(session, $"SELECT count(*)::int FROM ({select} {where} LIMIT {TotalMax}) AS counted", wanted);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private NpgsqlCommand Bind(
        TenantSession session, string sql, List<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> wanted)
    {
        var command = session.Command(sql).With(session.Tenant);
        foreach (var (name, value) in wanted)
        {
            if (filters[name].IsText) command.With(value.ToString());
            else command.With(Guid.Parse(value.ToString()));
        }
        return command;
    }

    private static int Number(IQueryCollection query, string name, int max, int otherwise, FieldChecks checks)
    {
        if (!query.TryGetValue(name, out var text)) return otherwise;
        if (int.TryParse(text, out var number) && number >= 1 && number <= max) return number;
        checks.Add(name, $"is no whole number from 1 to {max}");
        return otherwise;
    }
}
