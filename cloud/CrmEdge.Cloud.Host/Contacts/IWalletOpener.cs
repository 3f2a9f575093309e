namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>A contact's wallet, as the contact shows it.</summary>
internal sealed record OpenedWallet(Guid Id, string Code);

/// <summary>
/// Gives a new contact its account and wallet. Called after the contact was stored, again after a crash, and by several hosts
/// at once: the same contact always gets the same wallet.
/// </summary>
internal interface IWalletOpener
{
    Task<OpenedWallet> OpenAsync(Guid tenant, Guid contactId, Currency currency, CancellationToken ct);
}
