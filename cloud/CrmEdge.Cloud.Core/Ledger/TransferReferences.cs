namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>What a transfer belongs to, for whoever asks where an amount came from. The ledger reads none of it.</summary>
/// <param name="Operation">The purchase, invoice, top-up … it is part of.</param>
/// <param name="Subject">The contact, lot, device … it is about.</param>
/// <param name="Rule">The offer, price, fee … that made the amount.</param>
public readonly record struct TransferReferences(Guid? Operation = null, Guid? Subject = null, Guid? Rule = null);
