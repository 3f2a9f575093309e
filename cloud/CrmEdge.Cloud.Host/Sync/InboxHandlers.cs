using CrmEdge.Contracts.Sync;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Which handler applies a record, or why none can.</summary>
internal sealed class InboxHandlers(IEnumerable<IInboxHandler> handlers)
{
    private readonly Dictionary<int, IInboxHandler> _byType = handlers.ToDictionary(h => (int)h.Type);

    public IInboxHandler? For(int type) => _byType.GetValueOrDefault(type);

    /// <summary>Why a record cannot even be handed over; null where it can.</summary>
    public (string Code, string Message)? Obstacle(InboxRecord record)
    {
        if (record is { Scrubbed: true, Payload.Length: 0 })
        {
            return ("payload_held_card_data", "The payload held card data and was not stored. " +
                "Find out which program put it there; the sale itself has to be entered by hand.");
        }
        if (!_byType.TryGetValue(record.Type, out var handler))
        {
            return ("type_unknown",
                $"This host knows no record type {record.Type}: the edge is newer. Update the host, then replay the entry.");
        }
        return record.Version <= handler.VersionMax ? null
            : ("version_unknown",
                $"This host reads version {handler.VersionMax} of {handler.Type} at most, not {record.Version}. " +
                "Update the host, then replay the entry.");
    }

    /// <summary>The records at the start of a list that go together.</summary>
    public IReadOnlyList<InboxRecord> RunAt(IReadOnlyList<InboxRecord> records, int start)
    {
        var first = records[start];
        var most = first.Type == (int)RecordType.Gap ? int.MaxValue : Obstacle(first) is null ? For(first.Type)!.RunMax : 1;
        var end = start + 1;
        while (end < records.Count && end - start < most && records[end].Type == first.Type
            && (first.Type == (int)RecordType.Gap || Obstacle(records[end]) is null)) end++;
        return [.. records.Skip(start).Take(end - start)];
    }
}
