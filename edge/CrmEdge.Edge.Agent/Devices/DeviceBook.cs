using System.Collections.Concurrent;
using System.Text.Json;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Pairing;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>The hub's devices: durable in the journal's documents, in memory for every connect. Safe for many threads.</summary>
internal sealed class DeviceBook
{
    private const string Space = "device";
    private const int PageRows = 500;

    private readonly EdgeJournal _journal;
    private readonly ConcurrentDictionary<string, HubDevice> _devices = new(StringComparer.Ordinal);

    public DeviceBook(EdgeJournal journal)
    {
        _journal = journal;
        for (var after = ""; journal.Reader.ListDocuments(Space, after, PageRows) is { Count: > 0 } page; after = page[^1].Key)
            foreach (var document in page) _devices[document.Key] = JsonSerializer.Deserialize<HubDevice>(document.Body.Span)!;
    }

    public IReadOnlyCollection<HubDevice> All => [.. _devices.Values];

    public HubDevice? Find(string id) => _devices.GetValueOrDefault(id);

    /// <summary>Keeps a device as it was just paired, with the password it was given.</summary>
    public Task<bool> PairedAsync(HubDevice device, CancellationToken ct) => WriteAsync(device, held =>
        held is not null && held.Version > device.Version ? held with { PasswordHash = device.PasswordHash } : device, ct);

    /// <summary>
    /// Takes a wish of the cloud over, and in the same commit the record that tells it so; null where it changes nothing.
    /// </summary>
    public async Task<HubDevice?> WishAsync(HubDevice wished, CancellationToken ct) =>
        await WriteAsync(wished, held => HubDevice.After(held, wished), ct) ? Find(wished.Id) : null;

    private async Task<bool> WriteAsync(HubDevice device, Func<HubDevice?, HubDevice?> change, CancellationToken ct)
    {
        var write = new Change(device.Id, change);
        var outcome = await _journal.WriteAsync(write, ct);
        if (outcome.Code == WriteCode.JournalUnavailable)
            throw new DevicesUnavailableException("The journal takes nothing at the moment: free disk space, then try again.");
        if (outcome.Value is not { } written) return false;

        // Commits answer in their order, continuations do not: the newest version stays.
        _devices.AddOrUpdate(device.Id, written, (_, held) => held.Version > written.Version ? held : written);
        return true;
    }

    private sealed class Change(string id, Func<HubDevice?, HubDevice?> change) : IJournalWrite<HubDevice?>
    {
        private const int BytesAbout = 512;

        public int Bytes => BytesAbout;

        public JournalVerdict<HubDevice?> Apply(IJournalTransaction transaction)
        {
            var held =
                transaction.FindDocument(Space, id) is { } document ? JsonSerializer.Deserialize<HubDevice>(document.Body.Span)
                    : null;
            if (change(held) is not { } next || next == held) return JournalVerdict.Discard<HubDevice?>(null);
            var stored = transaction.PutDocument(Space, id, next.Version, JsonSerializer.SerializeToUtf8Bytes(next));
            var told = transaction.Append(DeviceRecords.Applied(next, transaction.Now));
            return stored == Core.Journal.DocumentCode.Stored && told.IsDurable
                ? JournalVerdict.Keep<HubDevice?>(next)
                : throw new DevicesUnavailableException("The journal is full: restore the link to the cloud, then try again.");
        }
    }
}
