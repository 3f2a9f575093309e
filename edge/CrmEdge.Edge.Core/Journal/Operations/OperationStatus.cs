namespace CrmEdge.Edge.Core.Journal.Operations;

/// <summary>State and resolution together; <see cref="Resolution"/> is set exactly when the state is resolved.</summary>
/// <param name="State">How far it got.</param>
/// <param name="Resolution">What it turned out to be.</param>
public readonly record struct OperationStatus(OperationState State, Resolution Resolution = Resolution.None)
{
    /// <summary>True once nothing changes any more.</summary>
    public bool IsFinal => State is OperationState.Approved or OperationState.Declined or OperationState.Resolved;
}
