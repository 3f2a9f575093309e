using CrmEdge.Rules.Sync;

namespace CrmEdge.Cloud.Core.Sync;

/// <summary>What is known of an edge when it says Hello.</summary>
/// <param name="CertificateKnown">Its certificate is one that was issued to it.</param>
/// <param name="Revoked">The certificate or the edge was revoked.</param>
/// <param name="Expired">The certificate is past its end.</param>
/// <param name="Current">The incarnation its records come from; null before the first Hello.</param>
/// <param name="CurrentIsLive">A stream of <paramref name="Current"/> has been heard of lately.</param>
/// <param name="Retired">The incarnation that greets was given up for another one.</param>
public readonly record struct EdgeStanding(
    bool CertificateKnown, bool Revoked, bool Expired, Guid? Current, bool CurrentIsLive, bool Retired)
{
    /// <summary>The live stream is of another run of the agent than the one that greets: a second box has the same
    /// journal.</summary>
    public bool OtherRun { get; init; }

    /// <summary>Whether the protocol it speaks is understood.</summary>
    public ProtocolFit Protocol { get; init; }
}

/// <summary>Whether a greeting edge is let in.</summary>
public static class HelloRule
{
    /// <summary>The first thing that is wrong; the order is contract.</summary>
    public static EdgeCode Check(in EdgeStanding edge, Guid greets)
    {
        if (!edge.CertificateKnown) return EdgeCode.CertificateUnknown;
        if (edge.Revoked) return EdgeCode.CertificateRevoked;
        if (edge.Expired) return EdgeCode.CertificateExpired;
        if (edge.Protocol == ProtocolFit.TooOld) return EdgeCode.ProtocolTooOld;
        if (edge.Protocol == ProtocolFit.TooNew) return EdgeCode.ProtocolTooNew;
        if (greets == Guid.Empty) return EdgeCode.ProtocolBroken;
        if (edge.Retired) return EdgeCode.IncarnationRetired;
        var conflict = edge is { Current: { } current, CurrentIsLive: true } && (current != greets || edge.OtherRun);
        return conflict ? EdgeCode.IncarnationConflict : EdgeCode.Ok;
    }
}
