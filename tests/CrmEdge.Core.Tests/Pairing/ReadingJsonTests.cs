using System.Text;
using CrmEdge.Edge.Core.Pairing;
using Xunit;

namespace CrmEdge.Core.Tests.Pairing;

public sealed class ReadingJsonTests
{
    private const string Good =
        """{"boot":"00fedcba98765432","seq":7,"meter":"kwh","quantity":"12.5","at":"2026-03-02T12:00:00+02:00"}""";

    [Fact]
    public void A_reading_is_read_in_every_shape_it_may_have()
    {
        var expected =
            new DeviceReading(0xFE_DCBA_9876_5432, 7, "kwh", 12.5m, new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
        Assert.Equal(expected, Assert.Single(Read(Good).Readings));
        Assert.Equal(
            expected,
            Assert.Single(
                Read("""{"boot":71738989771805746,"seq":7,"meter":"kwh","quantity":12.5,"at":1772445600}""")
                    .Readings) with { Boot = expected.Boot });
        Assert.Equal(2, Read($"[{Good},{Good}]").Readings.Count);
        Assert.Null(
            Assert.Single(Read("""{"boot":18446744073709551615,"seq":1,"meter":"m","quantity":0}""").Readings).MeasuredAt);
    }

    [Theory]
    [InlineData("payload_not_json", "")]
    [InlineData("payload_not_json", "{")]
    [InlineData("payload_not_json", """{"boot":1,"boot":1,"seq":1,"meter":"m","quantity":1}""")]
    [InlineData("payload_not_json", "[[[[[[1]]]]]]")]
    [InlineData("payload_no_reading", "12")]
    [InlineData("payload_no_reading", "[12]")]
    [InlineData("payload_empty", "[]")]
    [InlineData("field_unknown", """{"boot":1,"seq":1,"meter":"m","quantity":1,"colour":"red"}""")]
    [InlineData("boot_missing", """{"seq":1,"meter":"m","quantity":1}""")]
    [InlineData("seq_missing", """{"boot":1,"meter":"m","quantity":1}""")]
    [InlineData("meter_missing", """{"boot":1,"seq":1,"quantity":1}""")]
    [InlineData("quantity_missing", """{"boot":1,"seq":1,"meter":"m"}""")]
    [InlineData("boot_invalid", """{"boot":-1,"seq":1,"meter":"m","quantity":1}""")]
    [InlineData("boot_invalid", """{"boot":"xyz","seq":1,"meter":"m","quantity":1}""")]
    [InlineData("boot_invalid", """{"boot":"00112233445566778","seq":1,"meter":"m","quantity":1}""")]
    [InlineData("seq_invalid", """{"boot":1,"seq":0,"meter":"m","quantity":1}""")]
    [InlineData("seq_invalid", """{"boot":1,"seq":1.5,"meter":"m","quantity":1}""")]
    [InlineData("meter_invalid", """{"boot":1,"seq":1,"meter":"","quantity":1}""")]
    [InlineData("meter_invalid", """{"boot":1,"seq":1,"meter":"a b","quantity":1}""")]
    [InlineData("quantity_invalid", """{"boot":1,"seq":1,"meter":"m","quantity":-1}""")]
    [InlineData("quantity_invalid", """{"boot":1,"seq":1,"meter":"m","quantity":"1e3"}""")]
    [InlineData("quantity_invalid", """{"boot":1,"seq":1,"meter":"m","quantity":0.0000001}""")]
    [InlineData("quantity_invalid", """{"boot":1,"seq":1,"meter":"m","quantity":1000000001}""")]
    [InlineData("at_invalid", """{"boot":1,"seq":1,"meter":"m","quantity":1,"at":"2026-03-02T12:00:00"}""")]
    [InlineData("at_invalid", """{"boot":1,"seq":1,"meter":"m","quantity":1,"at":-5}""")]
    public void What_is_no_reading_is_refused_by_name(string code, string payload)
    {
        var read = Read(payload);
        Assert.Equal((code, 0), (read.Code, read.Readings.Count));
        Assert.NotEmpty(read.Reason);
    }

    [Fact]
    public void One_bad_reading_refuses_the_message_and_is_named()
    {
        var read = Read($$"""[{{Good}},{"boot":1,"seq":0,"meter":"m","quantity":1}]""");
        Assert.Equal("seq_invalid", read.Code);
        Assert.StartsWith("Reading 2 of 2", read.Reason, StringComparison.Ordinal);
        var many = string.Join(',', Enumerable.Repeat(Good, ReadingJson.ReadingsMax + 1));
        Assert.Equal("payload_too_many", Read($"[{many}]").Code);
    }

    private static DeviceReadings Read(string payload) => ReadingJson.Read(Encoding.UTF8.GetBytes(payload));
}
