using CrmEdge.Contracts.Sync;
using Google.Protobuf;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>
/// What one type of record does. Registered by the slice that owns it: <c>services.AddSingleton&lt;IInboxHandler,
/// MyHandler&gt;()</c>.
/// </summary>
internal interface IInboxHandler
{
    /// <summary>The records it applies.</summary>
    RecordType Type { get; }

    /// <summary>The newest version of their payload that it can read; newer ones are set aside until the host is
    /// updated.</summary>
    int VersionMax { get; }

    /// <summary>How many consecutive records it takes at once, at most.</summary>
    int RunMax { get; }

    /// <summary>
    /// Applies a run. The one operation that books it goes through <see cref="InboxRun.Ledger"/> or <see
    /// cref="InboxRun.CommitAsync"/>,
    /// so that the mark rides with it; whatever else is submitted on the way goes through the host's own ledger. It may be
    /// called again for the
    /// same run after a crash. An exception that says "retry" is retried; any other sets the run aside.
    /// </summary>
    Task<InboxOutcome> ApplyAsync(InboxRun run, CancellationToken ct);
}

/// <summary>How a run ended.</summary>
internal enum InboxEnd
{
    /// <summary>Its effects are in the books, or it has none.</summary>
    Applied,

    /// <summary>It asked for something that was answered with no, and nothing happened in the world: no person has to look at
    /// it.</summary>
    Declined,

    /// <summary>Something happened in the world that cannot be booked: it is set aside for a person.</summary>
    Refused,
}

/// <summary>How a run ended.</summary>
/// <param name="End">How.</param>
/// <param name="Code">Why, unless it was applied.</param>
/// <param name="Message">Why and what to do, in words.</param>
/// <param name="Reply">What goes down to the edge for the last record of the run.</param>
internal sealed record InboxOutcome(InboxEnd End, string Code = "", string Message = "", IMessage? Reply = null)
{
    public static InboxOutcome Applied(IMessage? reply = null) => new(InboxEnd.Applied, Reply: reply);

    public static InboxOutcome Declined(string code, IMessage? reply = null) => new(InboxEnd.Declined, code, Reply: reply);

    public static InboxOutcome Refused(string code, string message, IMessage? reply = null) =>
        new(InboxEnd.Refused, code, message, reply);
}
