using System.Globalization;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Pos.Line;

/// <summary>Answers as the line protocol carries them.</summary>
public static class LineAnswers
{
    /// <summary>A refusal of the message itself.</summary>
    public static LineMessage Refused(LineMessage request, LineRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(refusal);
        return Answer(request, refusal.Code, LineWords.Say(refusal.Code, refusal.Field), []);
    }

    /// <summary>The answer to SA, RV and ST.</summary>
    public static LineMessage Sale(LineMessage request, SaleAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        var fields = new List<LineField> { new("state", answer.State.ToString().ToLowerInvariant()) };
        if (answer.Retry) fields.Add(new LineField("retry", "yes"));
        if (answer.PurchaseId.Length > 0) fields.Add(new LineField("purchase", answer.PurchaseId));
        if (answer.Amount(0) is not null)
        {
            fields.Add(new LineField("cur", answer.Currency));
            fields.AddRange(
            [
                Amount("award", answer, answer.Award), Amount("redeem", answer, answer.Redeem),
                Amount("spend", answer, answer.Spend), Amount("fees", answer, answer.Fees), Amount("topay", answer, answer.ToPay),
            ]);
        }
        if (answer.Customer is { } customer) fields.AddRange(Of(customer));
        return Answer(request, answer.Code, answer.Say, fields);
    }

    /// <summary>The answer to ID.</summary>
    public static LineMessage Identified(LineMessage request, IdentifyAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        var fields = answer.Customer is { } customer ? Of(customer).ToList() : [];
        if (answer.Retry) fields.Add(new LineField("retry", "yes"));
        return Answer(request, answer.Code, answer.Say, fields);
    }

    /// <summary>The answer to HI.</summary>
    public static LineMessage Hello(LineMessage request, string tap, bool online)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answer(request, PosWords.Ok, online ? "Connected." : "Ready, but the connection to the cloud is down.",
            [new("version", "1"), new("tap", tap), new("online", online ? "yes" : "no")]);
    }

    private static LineMessage Answer(LineMessage request, string code, string say, IReadOnlyList<LineField> fields) =>
        new(request.Type, request.Number, [new LineField("code", code), new LineField("say", say), .. fields]);

    private static IEnumerable<LineField> Of(Customer customer)
    {
        yield return new LineField("contact", customer.Id);
        if (customer.Code.Length > 0) yield return new LineField("contactcode", customer.Code);
        if (customer.Name.Length > 0) yield return new LineField("name", customer.Name);
        foreach (var balance in customer.Balances)
        {
            if (!Currency.TryParse(balance.Currency, out var currency)) continue;
            var amount = Text(new Money(balance.Minor, currency));
            yield return new LineField("bal", string.Join(LineBytes.PartSeparator, balance.Pocket, amount, currency.Code));
        }
    }

    private static LineField Amount(string name, SaleAnswer answer, long minor) => new(name, Text(answer.Amount(minor)!.Value));

    private static string Text(Money money) => money.Major.ToString(CultureInfo.InvariantCulture);
}
