using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Core.Pos;
using Customer = CrmEdge.Edge.Core.Pos.Customer;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>What the cloud says, in the form a till hears it.</summary>
internal static class CloudAnswers
{
    /// <summary>What the cloud made of a sale or its reversal.</summary>
    public static SaleAnswer Of(PurchaseResult result)
    {
        var (state, code) = result.State switch
        {
            "POSTED" => (SaleState.Approved, PosWords.Ok),
            "CANCELLED" => (SaleState.Reversed, PosWords.Ok),
            _ => (SaleState.Declined, result.Refusal?.Code is { Length: > 0 } named ? named : "refused"),
        };
        var answer = new SaleAnswer
        {
            Code = code,
            Say = result.Refusal?.Message is { Length: > 0 } message ? message : PosWords.Say(code),
            State = state,
            Retry = result.Refusal?.Retry ?? false,
            PurchaseId = result.PurchaseId,
            Currency = result.Currency,
            Award = result.Award,
            Redeem = result.Redeem,
            Spend = result.Spend,
            Fees = result.Fees,
            ToPay = result.AmountToPay,
            Customer = result.Customer is null ? null : Of(result.Customer),
        };
        return state == SaleState.Approved ? answer with { Say = Approved(answer) } : answer;
    }

    public static Customer Of(Contracts.Pos.Customer customer) => new(
        customer.ContactId, customer.ContactCode, customer.DisplayName,
        [.. customer.Balances.Select(b => new Core.Pos.Balance(b.Pocket, b.Available?.Minor ?? 0, b.Available?.Currency ?? ""))]);

    private static string Approved(SaleAnswer answer)
    {
        var parts = new List<string>();
        if (answer.Amount(answer.Award) is { Minor: > 0 } award) parts.Add($"Awarded {award}.");
        if (answer.Amount(answer.Spend) is { Minor: > 0 } spend) parts.Add($"Paid from the wallet {spend}.");
        if (answer.Amount(answer.ToPay) is { } toPay) parts.Add($"To pay {toPay}.");
        return parts.Count == 0 ? PosWords.Say(PosWords.Ok) : string.Join(' ', parts);
    }
}
