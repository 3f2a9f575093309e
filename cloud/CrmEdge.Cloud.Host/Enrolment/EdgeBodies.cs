using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Enrolment;

internal enum EdgeKind
{
    /// <summary>Serves tills.</summary>
    Store,

    /// <summary>Serves devices.</summary>
    Hub,
}

internal enum EdgeAction
{
    /// <summary>Issue a new pairing code, also for a revoked edge that may come back.</summary>
    Pair,

    /// <summary>Refuse every certificate of the edge from now on, and cut its stream.</summary>
    Revoke,
}

/// <param name="Id">The id to give it; made where absent.</param>
/// <param name="Name">For people.</param>
/// <param name="Organisation">Id or code of the organisation it stands at.</param>
/// <param name="Kind">STORE or HUB.</param>
/// <param name="Taps">Ids or codes of the tills it speaks for.</param>
internal sealed record NewEdge(Guid? Id, string? Name, string? Organisation, EdgeKind? Kind, IReadOnlyList<string>? Taps);

internal sealed record EdgeChange(string? Name, IReadOnlyList<string>? Taps);

internal sealed record EdgeStep(EdgeAction? Action);

/// <summary>A pairing code; shown once, never again.</summary>
internal sealed record PairingReply(Guid Id, string PairingCode, long PairingCodeExpiresOn);

internal sealed record EdgeReply(
    Guid Id, string Name, string Kind, Guid Organisation, string State, IReadOnlyList<Named> Taps, string? Hardware,
        string? AgentVersion,
    long CreatedOn, long? EnrolledOn, long? RevokedOn, EdgeLinkReply? Link)
{
    public static EdgeReply Of(EdgeRow row, IEnumerable<Named> taps, EdgeLinkReply? link = null) => new(
        row.Id, row.Name, row.Kind, row.Organisation, row.State, [.. taps], row.Hardware, row.AgentVersion,
        row.CreatedAt.Epoch(), row.EnrolledAt?.Epoch(), row.RevokedAt?.Epoch(), link);
}

/// <summary>How the edge's link stands.</summary>
/// <param name="Connected">Its stream is open.</param>
/// <param name="ConnectedOn">When the last stream began.</param>
/// <param name="SeenOn">When it was heard of last.</param>
/// <param name="Incarnation">The journal it sends from.</param>
/// <param name="JournalStart">How that journal came up.</param>
/// <param name="Refused">The last greeting in its name that was refused, also one of a second box.</param>
internal sealed record EdgeLinkReply(
    bool Connected, long ConnectedOn, long SeenOn, Guid Incarnation, string? JournalStart, RefusedGreeting? Refused)
{
    public static EdgeLinkReply Of(EdgeLinkRow row, DateTimeOffset now, TimeSpan liveFor) => new(
        row.EndedAt is null && row.SeenAt > now - liveFor, row.ConnectedAt.Epoch(), row.SeenAt.Epoch(), row.Incarnation,
        row.JournalStart, row is { Refused: { } code, RefusedAt: { } at }
            ? new RefusedGreeting(code, EdgeRefusals.Message(WireName.Parse<EdgeCode>(code)), at.Epoch()) : null);
}

/// <summary>Why a greeting was refused, what to do, and when it was.</summary>
internal sealed record RefusedGreeting(string Code, string Message, long On);
