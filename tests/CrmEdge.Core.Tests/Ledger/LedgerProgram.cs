using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Core.Tests.Ledger;

/// <summary>One step of a random program; the bytes are taken modulo what there is to choose from.</summary>
internal readonly record struct Step(byte Verb, byte Id, byte From, byte To, byte Amount);

/// <summary>Turns steps into postings over few accounts and ids, so that repeats, collisions and limits are common.</summary>
internal static class LedgerProgram
{
    public static readonly Guid Tenant = NamedId.Of(Guid.Empty, "random books");
    public static readonly PartitionKey Partition = PartitionKey.Business(Tenant);

    private const int Ids = 24;
    private static readonly Currency Eur = Currency.Of("EUR");
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly Account[] Accounts =
    [
        Open(AccountKind.RewardFunding, "fund"),
        Open(AccountKind.WalletBusiness, "alice"),
        Open(AccountKind.WalletBusiness, "bob"),
        Open(AccountKind.SalesClearing, "sales"),
        Open(AccountKind.Arrears, "owed"),
    ];

    private static readonly TransferCode[] Codes =
    [
        TransferCode.Award, TransferCode.WalletTransfer, TransferCode.Spend,
        TransferCode.ArrearsBooked, TransferCode.ArrearsRecovered,
    ];

    /// <summary>Time passes as the program runs, so that some holds run out.</summary>
    public static DateTimeOffset TimeOf(int step) => Start.AddSeconds(step);

    public static Transfer[] Transfers(Step step) => (step.Verb % 8) switch
    {
        0 or 1 => [Move(step)],
        2 => [Hold(step)],
        3 => [Transfer.Post(Tenant, Id(step.Id), Id(step.From), step.Amount % 2 == 0 ? default : Amount(step))],
        4 => [Transfer.Void(Tenant, Id(step.Id), Id(step.From))],
        5 => [Transfer.Expire(Tenant, Id(step.Id))],
        6 => [Move(step), Move(step with { Id = (byte)(step.Amount % Ids), From = step.To, To = step.Verb })],
        _ => [Hold(step), Transfer.Post(Tenant, Id(step.Amount), Id(step.Id))],
    };

    public static PostTransfers Operation(Transfer[] transfers) => PostTransfers.Linked(Partition, transfers);

    private static Transfer Move(Step step) =>
        Transfer.Move(Tenant, Id(step.Id), Pick(step.From).Id, Pick(step.To).Id, Amount(step), CodeFor(step));

    private static Transfer Hold(Step step) =>
        Move(step) with { Kind = TransferKind.Pending, Timeout = step.Amount % 3 == 0 ? TimeSpan.FromSeconds(5) : null };

    // Mostly a code that fits, else few programs would ever move money.
    private static TransferCode CodeFor(Step step) => Codes
        .FirstOrDefault(code => TransferRules.Permits(code, Pick(step.From).Kind, Pick(step.To).Kind), TransferCode.Reversal);

    private static Account Pick(byte index) => Accounts[index % Accounts.Length];

    private static Guid Id(int number) => NamedId.Of(Tenant, $"id {number % Ids}");

    private static Money Amount(Step step) => new((step.Amount % 40) - 1, Eur);

    private static Account Open(AccountKind kind, string name) => Account.New(Tenant, kind, NamedId.Of(Tenant, name), Eur);
}
