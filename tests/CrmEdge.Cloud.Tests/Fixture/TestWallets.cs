using System.Collections.Concurrent;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Tests.Fixture;

/// <summary>Wallets by name: the same contact always gets the same one. Can be told to fail.</summary>
internal sealed class TestWallets : IWalletOpener
{
    public ConcurrentQueue<(Guid Contact, Currency Currency)> Asked { get; } = new();

    public bool Fails { get; set; }

    public Task<OpenedWallet> OpenAsync(Guid tenant, Guid contactId, Currency currency, CancellationToken ct)
    {
        Asked.Enqueue((contactId, currency));
        if (Fails) throw new InvalidOperationException("The wallets are away.");
        var id = NamedId.Of(tenant, $"wallet:{contactId}");
        return Task.FromResult(new OpenedWallet(id, $"W{id:N}"[..10]));
    }
}
