using CrmEdge.Edge.Core.Pos.Line;
using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;
using Xunit;

namespace CrmEdge.Core.Tests.Pos;

public sealed class LineTicketTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sale_is_read_whole()
    {
        var message = Of("ref=R-1|day=2026-11-21|at=2026-11-21T10:15:00+02:00|cur=EUR|total=10.00|tax=1.60|line=ESP1/2/10.00/8.40/1.60/Espresso/HOT"
            + "|card=4111 1111 1111 1111|otp=123456|spend=4.00|full=yes|class=In-store|medium=411111|discount=0.50");
        Assert.Null(LineTickets.Check(message));
        Assert.Null(LineTickets.Sale(message, Now, out var draft));
        Assert.Equal(("R-1", "2026-11-21", "EUR", "In-store"), (draft.Reference, draft.BusinessDay, draft.Currency, draft.Classification));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 8, 15, 0, TimeSpan.Zero), draft.At);
        Assert.Equal((10m, 1.6m, 0.5m), (draft.Amounts.Total, draft.Amounts.Tax, draft.Discount));
        Assert.Equal((4m, true), (draft.Spend!.Amount, draft.Spend.RestrictFullyCovered));
        var line = Assert.Single(draft.Lines);
        Assert.Equal(("ESP1", "Espresso", "HOT", 2m), (line.Sku, line.Name, line.Family, line.Quantity));
        Assert.Equal(new AmountsDraft(8.4m, 1.6m, 10m), line.Amounts);
        Assert.Equal((CimKind.Card, "123456"), (draft.Identification.CimKind, draft.Identification.Otp));
    }

    [Theory]
    [InlineData("wallet=1")]
    [InlineData("token=8123456789012345")]
    [InlineData("contact=x")]
    [InlineData("code=C-1")]
    [InlineData("card=4111111111111111")]
    [InlineData("track=;4111111111111111:2901?")]
    [InlineData("phone=+35799000000")]
    [InlineData("email=a@b.cy")]
    [InlineData("loyalty=L-1234")]
    [InlineData("gift=G-1234")]
    public void Each_means_names_somebody_and_two_are_too_many(string means)
    {
        // The table's equals sign of track 2 would end the field's name.
        var text = means.Replace("1:29", "1=29", StringComparison.Ordinal);
        Assert.True(LineTickets.NamesSomebody(Of(text)));
        Assert.Null(LineTickets.CheckWho(Of(text)));
        var other = text.StartsWith("gift", StringComparison.Ordinal) ? "wallet=1" : "gift=G-1234";
        Assert.Equal("identification_ambiguous", LineTickets.CheckWho(Of($"{text}|{other}"))!.Code);
    }

    [Theory]
    [InlineData("totl=1", "unknown_field")]
    [InlineData("ref=1|ref=2", "repeated_field")]
    [InlineData("total=1,5", "malformed_value")]
    [InlineData("total=1e3", "malformed_value")]
    [InlineData("total= 1", "malformed_value")]
    [InlineData("at=yesterday", "malformed_value")]
    [InlineData("at=2026-11-21T10:15:00", "malformed_value")]
    [InlineData("full=maybe", "malformed_value")]
    [InlineData("line=ESP1", "malformed_value")]
    [InlineData("line=A/1/1/1/1/n/f/x", "malformed_value")]
    [InlineData("track=;4111?", "bad_track")]
    [InlineData("token=8123456789012345|otp=123456", "identification_ambiguous")]
    public void What_is_not_understood_is_refused_by_name_and_field(string fields, string code)
    {
        var message = Of(fields);
        var refusal = LineTickets.Check(message) ?? LineTickets.Sale(message, Now, out _);
        Assert.Equal(code, refusal!.Code);
        Assert.NotEqual("", LineWords.Say(refusal.Code, refusal.Field));
    }

    [Fact]
    public void Another_type_is_refused() => Assert.Equal("unknown_type", LineTickets.Check(new LineMessage("XX", 1, []))!.Code);

    [Fact]
    public void A_message_never_prints_what_it_holds() =>
        Assert.DoesNotContain("4111", string.Join(' ', Of("card=4111111111111111").Fields), StringComparison.Ordinal);

    private static LineMessage Of(string fields) => new("SA", 1,
    [
        .. fields.Split('|').Select(field => field.Split('=', 2)).Select(parts => new LineField(
            parts[0], parts[0] == "line" ? parts[1].Replace('/', LineBytes.PartSeparator) : parts[1])),
    ]);
}
