using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Subscriptions;

/// <summary>What a contact owes and may owe, and its payments.</summary>
internal static class AccountsApi
{
    private const decimal AmountMax = 1_000_000_000;

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var account = backOffice.MapGroup("/contacts/{id}/account").WithTags("Financials");
        account.MapGet("", GetAsync).Requires(KeyRole.Read).WithSummary("What the contact owes and may owe");
        account.MapPut("", PutAsync).Requires(KeyRole.Operate).WithSummary("Set the credit limit; null is no limit");
        backOffice.MapPost("/payments", PayAsync).Requires(KeyRole.Operate).WithTags("Financials")
            .WithSummary("Take a payment of a contact");
    }

    internal sealed record LimitBody(decimal? CreditLimit);

    /// <summary>Major units; the balance is what the contact owes, negative where it paid in advance.</summary>
    internal sealed record AccountReply(string CurrencyCode, decimal Balance, decimal? CreditLimit, bool IsOverLimit);

    internal sealed record PaymentBody(
        Guid? Id, string? ContactId, decimal? Amount, string? CurrencyCode, PaymentMethod? Method, string? Reference);

    internal sealed record PaymentReply(Guid Id, decimal Balance, bool IsOverLimit, int DevicesResumed);

    private static async Task<Results<Ok<AccountReply>, Refusal>> GetAsync(
        string id, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await ContactAsync(work, id, ct) is not { } contact) return Refusal.NotFound("contact", id);
        var currency = Currency.Of(contact.Currency);
        var account = Account.New(caller.Tenant, AccountKind.Receivable, contact.Id, currency).Id;
        await using var command = work.Session.Command("""
            SELECT coalesce((SELECT debits_posted - credits_posted FROM ledger_balance WHERE tenant = $1 AND id = $2), 0),
                (SELECT limit_minor FROM credit_terms WHERE tenant = $1 AND id = $2)
            """).With(caller.Tenant).With(account);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var owed = new Money(reader.GetInt64(0), currency);
        Money? limit = reader.IsDBNull(1) ? null : new Money(reader.GetInt64(1), currency);
        return TypedResults.Ok(new AccountReply(currency.Code, owed.Major, limit?.Major, limit is { } most && owed > most));
    }

    private static async Task<Results<Ok<AccountReply>, Refusal>> PutAsync(
        string id, LimitBody body, Caller caller, BackOffice backOffice, ILedger ledger, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await ContactAsync(work, id, ct) is not { } contact) return Refusal.NotFound("contact", id);
        var currency = Currency.Of(contact.Currency);
        Money limit = default;
        if (body.CreditLimit is { } given && (given is < 0 or > AmountMax || !Money.TryFromMajor(given, currency, out limit)))
            return new FieldChecks().Add("credit_limit", $"is no amount of {currency} from 0 to {AmountMax}").Refusal!;
        var standing = await ledger.SubmitAsync(
            new SetCreditLimit(caller.Tenant, contact.Id, currency, (true, body.CreditLimit is null ? null : limit.Minor)), ct);
        work.Audit("account.limit", "contact", contact.Id);
        return await work.SaveAsync(ct) is { } no ? no
            : TypedResults.Ok(new AccountReply(currency.Code, standing.Owed.Major, body.CreditLimit, standing.IsOver));
    }

    private static async Task<Results<Created<PaymentReply>, Refusal>> PayAsync(
        PaymentBody body, Caller caller, BackOffice backOffice, ILedger ledger, RefusalBudget budget, CancellationToken ct)
    {
        var checks =
            new FieldChecks().Required("contact_id", body.ContactId).Required("amount", body.Amount)
                .Required("method", body.Method)
            .Text("reference", body.Reference).That(body.Id != Guid.Empty, "id", "is no id")
            .That(body.Amount is null or (> 0 and <= AmountMax), "amount", $"is not above 0 and at most {AmountMax}");
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await ContactAsync(work, body.ContactId!, ct) is not { } contact) return Refusal.NotFound("contact", body.ContactId!);
        var code = body.CurrencyCode ?? contact.Currency;
        if (!Currency.TryParse(code, out var currency) || !Money.TryFromMajor(body.Amount!.Value, currency, out var amount))
            return new FieldChecks().Add("amount", $"is no amount of {code}").Refusal!;
        var id = body.Id ?? work.NewId();
        var payment = new Payment(caller.Tenant, id, contact.Id, amount, body.Method!.Value, body.Reference, work.Now);
        var mayRemember = budget.TryTake(caller.Actor);
        var outcome = await ledger.SubmitAsync(new TakePayment(payment, mayRemember), ct);
        if (mayRemember && !outcome.Remembered) budget.GiveBack(caller.Actor);
        if (!mayRemember && outcome.Code.DependsOnState()) return RefusalBudget.Spent;
        if (Explain(outcome.Code) is { } refused) return refused;
        if (outcome.Code == PostCode.Ok) work.Audit("payment.take", "payment", id);
        if (await work.SaveAsync(ct) is { } no) return no;
        return TypedResults.Created($"/backoffice/v2/contacts/{contact.Id}/account",
            new PaymentReply(id, outcome.Standing.Owed.Major, outcome.Standing.IsOver, outcome.Standing.DevicesChanged));
    }

    private static Refusal? Explain(PostCode code) => code switch
    {
        _ when code.IsPosted() => null,
        PostCode.ExceedsCredits => new Refusal("CRM.EXCEPTIONS.WALLETBALANCENOTENOUGHEXCEPTION",
        "The contact's wallet with this business holds less than this. Take less, or another method."),
        PostCode.IdAlreadyRefused => Refusal.Of(Codes.IdExists,
        "A payment of this id was refused before. Send a new id for a new attempt.", "id", "was refused before"),
        _ => Refusal.Of(Codes.IdExists,
        $"A payment of this id was taken with other content ({code.Name()}). Send a new id.", "id", "is taken"),
    };

    private static Task<ContactRow?> ContactAsync(Work work, string id, CancellationToken ct) =>
        work.Db.Contacts.AsNoTracking().ByIdOrCode(id).FirstOrDefaultAsync(ct);
}
