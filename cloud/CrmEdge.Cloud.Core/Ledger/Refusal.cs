namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>An id that was refused because of the state of the books, and stays so.</summary>
/// <param name="Key">The tenant and the refused id.</param>
/// <param name="Code">Why.</param>
/// <param name="At">When.</param>
/// <param name="Partition">Which partition refused it.</param>
public sealed record Refusal(RecordKey Key, string Code, DateTimeOffset At, int Partition);
