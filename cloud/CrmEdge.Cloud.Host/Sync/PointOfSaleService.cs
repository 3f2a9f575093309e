using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Purchases;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Contracts.Pos;
using CrmEdge.Rules.Purchases;
using Grpc.Core;
using Refusal = CrmEdge.Contracts.Common.Refusal;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Questions of a till whose customer waits. They change nothing.</summary>
internal sealed class PointOfSaleService(
    EdgeDirectory edges, SaleIdentification identification, PurchaseReader purchases, SaleResults results,
        WalletDirectory wallets,
    WalletReader balances, Databases databases) : PointOfSale.PointOfSaleBase
{
    private const int WalletDigits = 16;

    public override async Task<IdentifyReply> Identify(IdentifyRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var (edge, refused) = await AdmitAsync(context, request.Tap);
        if (refused is not null) return new IdentifyReply { Refused = refused };
        if (await identification.DraftAsync(edge, request.Identification, null, request.RequestId, ct) is not { } who)
            return new IdentifyReply { Refused = Of("seal_broken", "The code was not sealed for this question. Scan it again.") };
        return await WalletAsync(edge.Tenant, who, ct) is { } wallet
            ? new IdentifyReply { Customer = await CustomerAsync(edge.Tenant, wallet, ct) }
            : new IdentifyReply { Refused = Of("contact_not_found",
                "Nobody of this business goes by that. Scan it again, or register the customer first.") };
    }

    public override async Task<StatusReply> Status(StatusRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var key = request.Key ?? new BookingKey();
        var (edge, refused) = await AdmitAsync(context, key.Tap);
        if (refused is not null) return new StatusReply { Unknown = refused };
        var id = PurchaseKey.IdOf(edge.Tenant, key.Tap, key.BusinessDate, key.Reference);
        return await purchases.FindAsync(edge.Tenant, id, ct) is { } purchase
            ? new StatusReply { Result = await results.OfAsync(purchase, ct) }
            : new StatusReply { Unknown =
                Of("sale_unknown",
                "The cloud has no sale under this reference. If it was refused or never sent, ring it again.") };
    }

    private async Task<(EdgeId Edge, Refusal? Refused)> AdmitAsync(ServerCallContext context, string tap)
    {
        var caller = EdgeDirectory.CallerOf(context);
        var code = await edges.CheckAsync(caller, context.CancellationToken);
        if (code == EdgeCode.Ok && !await edges.HasTapAsync(caller!.Id, tap, context.CancellationToken)) code =
            EdgeCode.TapNotPaired;
        return code == EdgeCode.Ok ? (caller!.Id, null) : (default, Refusals.Of(code));
    }

    private async Task<KnownWallet?> WalletAsync(Guid tenant, IdentificationDraft who, CancellationToken ct)
    {
        if ((who.ContactId ?? who.ContactCode) is { } contact) return await wallets.OfContactAsync(tenant, contact, ct);
        // A rotating code ends in the digits of the moment; they are checked when they are spent with.
        if (who.WalletCode is { Length: >= WalletDigits } code) return await wallets.FindAsync(tenant, code[..WalletDigits], ct);
        if (who.Otp is not { } token || !SpendTokenText.IsWellFormed(token)) return null;
        var platform = Platform.Tenant(await wallets.ModeOfAsync(tenant, ct));
        return await wallets.FindTokenAsync(platform, token, ct) is { } found
            ? await wallets.FindAsync(tenant, found.Wallet.ToString(), ct) : null;
    }

    private async Task<Customer> CustomerAsync(Guid tenant, KnownWallet wallet, CancellationToken ct)
    {
        var platform = Platform.Tenant(await wallets.ModeOfAsync(tenant, ct));
        var customer = new Customer { ContactId = wallet.Contact.ToString() };
        await using var command = databases.Ledger.CreateCommand(
            "SELECT code, coalesce(first_name, '') FROM contact WHERE tenant = $1 AND id = $2").With(tenant).With(wallet.Contact);
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            if (await reader.ReadAsync(ct)) (customer.ContactCode, customer.DisplayName) =
                (reader.GetString(0), reader.GetString(1));
        }
        foreach (var pocket in await balances.BalancesAsync(tenant, platform, wallet, ct))
        {
            customer.Balances.Add(new Balance
            {
                Pocket = PocketOf(pocket.Kind),
                Available = new Contracts.Common.Money { Minor = pocket.Available.Minor,
                    Currency = pocket.Available.Currency.Code },
            });
        }
        return customer;
    }

    private static string PocketOf(AccountKind kind) => kind switch
    {
        AccountKind.WalletCash => "CRMCOM",
        AccountKind.WalletBusiness => "BUSINESS",
        _ => "BUSINESS_COMMERCE",
    };

    private static Refusal Of(string code, string message) => new() { Code = code, Message = message };
}
