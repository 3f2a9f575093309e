using Grpc.Core;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Wire;

public sealed class MetadataTests
{
    [Fact]
    public void Keys_are_lower_case_and_found_in_any_case()
    {
        var metadata = new Metadata { { "X-Id", "1" }, { "x-id", "2" }, { "x-raw-BIN", [7] } };
        Assert.Equal("2", metadata.GetValue("X-ID"));
        Assert.Equal(["1", "2"], metadata.GetAll("x-id").Select(e => e.Value));
        Assert.Equal([7], metadata.GetValueBytes("x-raw-bin")!);
        Assert.Equal("1"u8.ToArray(), metadata[0].ValueBytes);
        Assert.Null(metadata.Get("x-none"));
    }

    [Fact]
    public void A_key_and_its_value_must_agree()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("x-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("x", [1]));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("x y", "1"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("", "1"));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("x-bin", [1]).Value);
    }

    [Fact]
    public void The_empty_one_stays_empty() => Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("x", "1"));

    [Fact]
    public void An_entry_does_not_change_with_the_array_it_came_from()
    {
        byte[] bytes = [1];
        var entry = new Metadata.Entry("x-bin", bytes);
        bytes[0] = 2;
        entry.ValueBytes[0] = 3;
        Assert.Equal([1], entry.ValueBytes);
    }
}
