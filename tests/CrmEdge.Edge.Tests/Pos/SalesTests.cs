using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Kernel;
using CrmEdge.Kernel.Privacy;
using CrmEdge.Rules.Purchases;
using CrmEdge.TestKit;
using Xunit;
using BookingKey = CrmEdge.Edge.Core.Pos.BookingKey;

namespace CrmEdge.Edge.Tests.Pos;

public sealed class SalesTests : IAsyncDisposable
{
    private readonly Store _store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_sale_is_durable_before_the_till_is_answered()
    {
        OperationState? seen = null;
        _store.Link.Reply = seq =>
        {
            seen = _store.Journal.Reader.FindOperation(seq)!.Status.State;
            return ScriptedLink.Posted();
        };
        var answer = await _store.Sales.SellAsync(Store.Order("R-1"), Ct);
        Assert.Equal((SaleState.Approved, "ok", 50), (answer.State, answer.Code, answer.Award));
        Assert.Equal(OperationState.Sent, seen);
        Assert.Equal("Awarded 0.50 EUR. To pay 10.00 EUR.", answer.Say);
        Assert.Equal("Maria", answer.Customer!.Name);
    }

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_writes_nothing()
    {
        var first = await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct);
        _store.Link.Online = false;
        var again = await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct);
        Assert.Equal((first.Code, first.PurchaseId, first.State), (again.Code, again.PurchaseId, again.State));
        Assert.Single(_store.Records());
    }

    [Fact]
    public async Task Two_at_once_are_one_sale()
    {
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.Sales.SellAsync(Store.Order("R-1"), Ct)));
        Assert.All(both, answer => Assert.Equal(SaleState.Approved, answer.State));
        Assert.Single(_store.Records());
    }

    [Fact]
    public async Task The_same_reference_for_another_sale_is_refused()
    {
        await _store.Sales.SellAsync(Store.Order("R-1"), Ct);
        var other = await _store.Sales.SellAsync(
            Store.Order("R-1", change: draft => draft with { Lines = [], Amounts = new AmountsDraft(null, null, 11m) }), Ct);
        Assert.Equal(("reference_reused", SaleState.Declined), (other.Code, other.State));
        Assert.Single(_store.Records());
    }

    [Fact]
    public async Task Offline_an_award_only_sale_is_accepted_and_has_its_rewards_later()
    {
        _store.Link.Online = false;
        var answer = await _store.Sales.SellAsync(Store.Order("R-1"), Ct);
        Assert.Equal(("accepted_offline", SaleState.Accepted), (answer.Code, answer.State));
        _store.Link.Online = true;
        _store.Link.Status = _ => new StatusReply { Result = ScriptedLink.Posted() };
        var later = await _store.Sales.StatusAsync(new BookingKey(Store.Tap, "2026-11-21", "R-1"), Ct);
        Assert.Equal((SaleState.Approved, 50), (later.State, later.Award));
    }

    [Fact]
    public async Task Offline_a_sale_that_spends_is_refused_and_nothing_is_written()
    {
        _store.Link.Online = false;
        var answer = await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct);
        Assert.Equal(("offline_no_spend", true), (answer.Code, answer.Retry));
        var token = Store.Order("R-2", change: d => d with { Identification = new IdentificationDraft { Otp = "8123456789012345" } });
        Assert.Equal("offline_no_spend", (await _store.Sales.SellAsync(token, Ct)).Code);
        Assert.Empty(_store.Records());
        Assert.Equal("accepted_offline", (await _store.Sales.SellAsync(Store.Order("R-1"), Ct)).Code);
    }

    [Fact]
    public async Task A_spend_without_an_answer_is_undone_and_a_late_answer_cannot_change_that()
    {
        _store.Link.Reply = _ => null;
        var answer = await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct);
        Assert.Equal(("outcome_unknown_reversed", SaleState.Declined), (answer.Code, answer.State));
        var records = _store.Records();
        Assert.Equal([1, 2], records.Select(record => record.Type));
        Assert.Equal("outcome_unknown", Reversal.Parser.ParseFrom(records[1].Payload.Span).Reason);
        _store.Link.Reply = _ => ScriptedLink.Posted(400, 600);
        _store.Link.Status = _ => new StatusReply { Result = ScriptedLink.Posted(400, 600) };
        Assert.Equal(answer.Code, (await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct)).Code);
        Assert.Equal(answer.Code, (await _store.Sales.StatusAsync(new BookingKey(Store.Tap, "2026-11-21", "R-1"), Ct)).Code);
    }

    [Fact]
    public async Task A_refusal_of_the_cloud_reaches_the_till_in_its_words_and_stays()
    {
        _store.Link.Reply = _ => ScriptedLink.Refused("funds_short");
        var answer = await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct);
        Assert.Equal(("funds_short", "The cloud says funds_short.", SaleState.Declined), (answer.Code, answer.Say, answer.State));
        _store.Link.Reply = _ => ScriptedLink.Posted();
        Assert.Equal("funds_short", (await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct)).Code);
    }

    [Fact]
    public async Task The_record_holds_hashes_and_sealed_boxes_that_only_the_booking_key_opens()
    {
        await _store.Sales.SellAsync(Store.Order("R-1", spend: true, d => d with
        {
            Identification = new IdentificationDraft { Cim = Store.Pan, CimKind = CimKind.Card, Otp = "123456" },
        }), Ct);
        var purchase = _store.Purchase(0);
        var expected = CimHash.Of(_store.EdgeKeys.Cim[0], CimKind.Card, Store.Pan)!.Value;
        Assert.Equal(expected.Hex, Convert.ToHexStringLower(purchase.Identification.Cim.Hash.Span));
        Assert.Equal(2u, purchase.Identification.Cim.KeyId);
        var box = purchase.Spend.Otp.Box.Span;
        Assert.Equal("123456", SealedBox.Open(Store.Keys.IntakeSecret, SealedBox.ContextOf(Store.Tap, "2026-11-21", "R-1"), box));
        Assert.Null(SealedBox.Open(Store.Keys.IntakeSecret, SealedBox.ContextOf(Store.Tap, "2026-11-21", "R-2"), box));
        Assert.Equal((1_000, 400), (purchase.Totals.Total, purchase.Spend.Amount));
        Assert.NotNull(purchase.SpendUntil);
    }

    [Fact]
    public async Task A_contact_known_under_the_older_key_goes_by_it()
    {
        var old = CimHash.Of(_store.EdgeKeys.Cim[1], CimKind.Card, Store.Pan)!.Value;
        _store.EdgeKeys.Contacts[old] = new ContactRow { ContactId = "c", ContactCode = "C-9", DisplayName = "Nikos" };
        await _store.Sales.SellAsync(Store.Order("R-1"), Ct);
        Assert.Equal(1u, _store.Purchase(0).Identification.Cim.KeyId);
        _store.Link.Online = false;
        var known = await _store.Get<Agent.Pos.Identifying>().IdentifyAsync(
            Store.Tap, new IdentificationDraft { Cim = Store.Pan, CimKind = CimKind.Card }, false, Ct);
        Assert.Equal(("known_offline", "Nikos"), (known.Code, known.Customer!.Name));
    }

    [Theory]
    [InlineData("reference_missing")]
    [InlineData("currency_unknown")]
    [InlineData("identification_missing")]
    [InlineData("otp_identifies_nobody")]
    [InlineData("amount_too_fine")]
    [InlineData("card_number_in_text")]
    [InlineData("not_enrolled")]
    [InlineData("sale_too_large")]
    public async Task A_sale_that_makes_no_sense_is_refused_by_name_and_nothing_is_written(string code)
    {
        if (code == "not_enrolled") _store.EdgeKeys.Intake = null;
        var answer = await _store.Sales.SellAsync(Store.Order("R-1", change: draft => code switch
        {
            "reference_missing" => draft with { Reference = " " },
            "currency_unknown" => draft with { Currency = "XYZ" },
            "identification_missing" => draft with { Identification = new IdentificationDraft() },
            "otp_identifies_nobody" => draft with { Identification = new IdentificationDraft { Otp = "123456" } },
            "amount_too_fine" => draft with { Lines = [], Amounts = new AmountsDraft(null, null, 1.005m) },
            "card_number_in_text" => draft with { Reference = Store.Pan },
            "sale_too_large" => draft with
            {
                Amounts = default,
                Lines = [.. Enumerable.Range(0, 500).Select(i => new LineDraft(
                    $"SKU-{i}", new string('x', 190), null, 1, new AmountsDraft(null, null, 1)))],
            },
            _ => draft,
        }), Ct);
        Assert.Equal((code, SaleState.Declined), (answer.Code, answer.State));
        Assert.Empty(_store.Records());
        Assert.Empty(_store.Journal.Reader.OpenOperations(10));
    }

    [Fact]
    public async Task A_card_number_in_a_product_name_is_taken_out()
    {
        await _store.Sales.SellAsync(Store.Order("R-1", change: draft => draft with
        {
            Lines = [draft.Lines[0] with { Name = $"Gift card {Store.Pan}" }],
        }), Ct);
        Assert.Equal("Gift card [card]", _store.Purchase(0).Lines[0].Name);
    }

    [Fact]
    public async Task Whoever_was_scanned_bought_and_is_gone_after()
    {
        var shown = _store.Get<Agent.Readers.PresentedCustomers>();
        var order = Store.Order("R-1", spend: true, d => d with { Identification = new IdentificationDraft() }) with { UsePresented = true };
        Assert.Equal("nobody_presented", (await _store.Sales.SellAsync(order, Ct)).Code);
        shown.Show(Store.Tap, new Means.WalletCode("1234567890123456"), null);
        shown.Show(Store.Tap, null, "654321");
        Assert.Equal(SaleState.Approved, (await _store.Sales.SellAsync(order, Ct)).State);
        var purchase = _store.Purchase(0);
        var context = SealedBox.ContextOf(Store.Tap, "2026-11-21", "R-1");
        Assert.Equal("1234567890123456", SealedBox.Open(Store.Keys.IntakeSecret, context, purchase.Identification.WalletCode.Box.Span));
        Assert.Equal("654321", SealedBox.Open(Store.Keys.IntakeSecret, context, purchase.Spend.Otp.Box.Span));
        Assert.Null(shown.At(Store.Tap));
    }

    [Fact]
    public async Task A_scan_stands_for_two_minutes()
    {
        var time = new FakeTimeProvider();
        _store.Time = time;
        var shown = _store.Get<Agent.Readers.PresentedCustomers>();
        shown.Show(Store.Tap, new Means.ContactCode("C-1"), null);
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.NotNull(shown.At(Store.Tap));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(shown.At(Store.Tap));
    }
}
