namespace CrmEdge.Cloud.Core.Sync;

/// <summary>What each <see cref="EdgeCode"/> means to the person in front of the edge.</summary>
public static class EdgeRefusals
{
    /// <summary>What is wrong and what to do next.</summary>
    public static string Message(EdgeCode code) => code switch
    {
        EdgeCode.CodeUnknown =>
            "This pairing code is not known here. Check it against the back office, digit by digit, and the address of the " +
            "cloud.",
        EdgeCode.CodeExpired =>
            "This pairing code has expired. Ask the back office for a new one (POST /backoffice/v2/edges/{id}/actions PAIR).",
        EdgeCode.CodeUsed =>
            "This pairing code was used already. If that was not this box, revoke the edge in the back office; else ask for " +
            "a new code.",
        EdgeCode.TooManyAttempts =>
            "Too many pairing attempts came from this address. Wait a minute, check the code, then try again.",
        EdgeCode.RequestMalformed =>
            "The certificate request cannot be used: it must be PKCS #10, signed by its own P-256 key. Update the agent, " +
            "then enrol again.",
        EdgeCode.ClockFarOff =>
            "The clock of this edge is too far from the cloud's. Set date and time (timedatectl set-ntp true), then try again.",
        EdgeCode.CertificateUnknown =>
            "The connection carries no edge certificate of this cloud. Enrol the edge with a pairing code from the back office.",
        EdgeCode.CertificateExpired =>
            "The edge's certificate has expired. Enrol the edge anew with a pairing code from the back office.",
        EdgeCode.CertificateRevoked =>
            "The edge was revoked in the back office. What it has recorded is kept; ask the back office for a new pairing code.",
        EdgeCode.IncarnationConflict =>
            "Another copy of this edge is connected, or was until a moment ago. A box that was just restarted is let in " +
            "within a minute. Else two boxes run with one identity: stop one of them and enrol it as an edge of its own.",
        EdgeCode.IncarnationRetired =>
            "This journal was replaced by a newer one of the same edge. This box is a copy: stop it, or enrol it as an edge " +
            "of its own.",
        EdgeCode.StreamReplaced =>
            "A newer connection of this edge took over. Nothing is to be done unless this repeats: then two boxes run with " +
            "one identity.",
        EdgeCode.ProtocolTooOld =>
            "The agent is too old for this cloud. Update the agent; what it has recorded is kept and sent then.",
        EdgeCode.ProtocolTooNew =>
            "The agent is too new for this cloud. Update the cloud first, or put the agent's last version back; what it has " +
            "recorded is kept and sent then.",
        EdgeCode.ProtocolBroken => "The edge sent what cannot come here. Update the agent; what it has recorded is kept.",
        EdgeCode.SequenceGap =>
            "A record does not follow the last one. Nothing of the batch was taken; connect again and send from the watermark.",
        EdgeCode.BatchTooLarge =>
            "The batch holds more than the cloud takes. Nothing of it was taken; send smaller batches, as Welcome said.",
        EdgeCode.RecordTooLarge =>
            $"A record is longer than {SyncLimits.PayloadBytesMax} bytes. Nothing of the batch was taken; update the agent.",
        EdgeCode.RecordMalformed =>
            "A record has a type, version or number that cannot be. Nothing of the batch was taken; update the agent.",
        EdgeCode.TapNotPaired =>
            "This till's TAP does not belong to this edge. Add it to the edge in the back office, or correct the TAP in the " +
            "till's settings.",
        EdgeCode.Unavailable =>
            "The cloud cannot reach its database just now. Nothing was taken; the edge tries again by itself.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };

    /// <summary>True where the same request may succeed later without being changed.</summary>
    public static bool MayRetry(EdgeCode code) => code is EdgeCode.TooManyAttempts or EdgeCode.IncarnationConflict
        or EdgeCode.StreamReplaced or EdgeCode.Unavailable or EdgeCode.SequenceGap or EdgeCode.ClockFarOff
        or EdgeCode.ProtocolTooNew;
}
