namespace CrmEdge.Edge.Core.Journal.Operations;

/// <summary>The transitions of a POS operation: INTENT → SENT → APPROVED | DECLINED | UNKNOWN → RESOLVED.</summary>
public static class OperationSteps
{
    private static readonly OperationStatus Approved = new(OperationState.Approved);
    private static readonly OperationStatus Declined = new(OperationState.Declined);

    /// <summary>Where <paramref name="happened"/> leads. A step that is not <see cref="OperationCode.Moved"/> changes
    /// nothing.</summary>
    public static (OperationCode Code, OperationStatus Status) Next(OperationStatus from, OperationEvent happened) =>
        (from.State, happened) switch
        {
            (OperationState.Intent, OperationEvent.Send) => Moved(new(OperationState.Sent)),
            (OperationState.Sent, OperationEvent.Send) => (OperationCode.Already, from),

            (OperationState.Intent or OperationState.Sent, OperationEvent.Approve) => Moved(Approved),
            (OperationState.Intent or OperationState.Sent, OperationEvent.Decline) => Moved(Declined),
            // An intent found after a restart may have gone out before SENT was written.
            (OperationState.Intent or OperationState.Sent, OperationEvent.LoseAnswer) => Moved(new(OperationState.Unknown)),
            (OperationState.Unknown, OperationEvent.LoseAnswer) => (OperationCode.Already, from),

            // A late answer and the answer to a status query are the same truth.
            (OperationState.Unknown, OperationEvent.Approve) => Moved(new(OperationState.Resolved, Resolution.Approved)),
            (OperationState.Unknown, OperationEvent.Decline) => Moved(new(OperationState.Resolved, Resolution.Declined)),
            (OperationState.Unknown, OperationEvent.Reverse) => Moved(new(OperationState.Resolved, Resolution.Reversed)),

            _ when Says(from, happened) => (OperationCode.Already, from),
            _ => (OperationCode.Contradicts, from),
        };

    private static (OperationCode Code, OperationStatus Status) Moved(OperationStatus to) => (OperationCode.Moved, to);

    private static bool Says(OperationStatus status, OperationEvent happened) => happened switch
    {
        OperationEvent.Approve => status == Approved || status.Resolution == Resolution.Approved,
        OperationEvent.Decline => status == Declined || status.Resolution == Resolution.Declined,
        OperationEvent.Reverse => status.Resolution == Resolution.Reversed,
        // A timer that fires after the answer came has nothing to say.
        OperationEvent.LoseAnswer => status.IsFinal,
        _ => false,
    };
}
