using System.Diagnostics;
using CrmEdge.Hosting.Tracing;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

public sealed class TraceContextTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    public TraceContextTests() => Activity.Current = null;

    [Theory]
    [InlineData(Parent, "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("0af7651916cd43dd8448eb211c80319c", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_id_of_a_stored_trace_is_told_where_there_is_one(string? stored, string? id) =>
        Assert.Equal(id, TraceContext.IdOf(stored));

    [Fact]
    public void One_id_travels_from_the_ticket_through_header_and_store_to_the_posting()
    {
        string header;
        string id;
        using (TraceContext.Begin("ticket"))
        {
            header = TraceContext.Current!;
            id = TraceContext.CurrentId!;
        }
        Assert.Null(TraceContext.Current);
        using (TraceContext.Continue("intake", header))
        using (TraceContext.Begin("posting"))
        {
            Assert.Equal(id, TraceContext.CurrentId);
            Assert.NotEqual(header, TraceContext.Current);
        }
    }

    [Fact]
    public void A_peer_s_header_is_continued_with_its_flags()
    {
        using var step = TraceContext.Continue("intake", Parent);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", TraceContext.CurrentId);
        Assert.Equal("b7ad6b7169203331", step.ParentSpanId.ToHexString());
        Assert.EndsWith("-01", TraceContext.Current, StringComparison.Ordinal);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", TraceContext.Current, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("'; DROP TABLE trace; --")]
    public void Anything_else_begins_a_new_trace_and_joins_nobody_else_s(string? header)
    {
        using var outer = TraceContext.Begin("somebody else");
        using var step = TraceContext.Continue("intake", header);
        Assert.NotEqual(outer.TraceId, step.TraceId);
        Assert.NotEqual("0af7651916cd43dd8448eb211c80319c", TraceContext.CurrentId);
        Assert.Equal(32, TraceContext.CurrentId!.Length);
    }
}
