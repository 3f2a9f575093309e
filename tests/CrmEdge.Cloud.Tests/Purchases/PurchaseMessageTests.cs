using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Purchases;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Cloud.Tests.Purchases;

public sealed class PurchaseMessageTests
{
    private static readonly string[] Own =
    [
        PurchaseErrors.DateInFuture, PurchaseErrors.PlaceAmbiguous, PurchaseErrors.PlaceNotFound, PurchaseErrors.ContactNotFound,
        PurchaseErrors.WalletCodeMustRotate, PurchaseErrors.RateUnknown, PurchaseRefusals.ReferenceReused,
        PurchaseRefusals.Abandoned, PurchaseRefusals.NotFound, PurchaseRefusals.CancelledBefore,
    ];

    public static TheoryData<string> Codes =>
    [
        .. Names<TicketCode>(TicketCode.Ok), .. Names<PurchaseCode>(PurchaseCode.Ok), .. Names<WalletCode>(WalletCode.Ok), .. Own,
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_refusal_says_what_to_do_next(string code)
    {
        var refusal = PurchaseErrors.Of(code, "field");
        Assert.Equal((400, code), (refusal.Status, refusal.Parameters["code"]));
        Assert.Matches("^CRM\\.EXCEPTIONS\\.[A-Z0-9]+EXCEPTION$", refusal.Code);
        Assert.EndsWith(".", refusal.Message);
    }

    private static IEnumerable<string> Names<T>(T ok) where T : struct, Enum =>
        Enum.GetValues<T>().Where(code => !code.Equals(ok)).Select(WireName.Of);
}
