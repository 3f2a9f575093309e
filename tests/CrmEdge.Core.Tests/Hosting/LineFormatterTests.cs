using System.Text.Json;
using CrmEdge.Hosting.Logs;
using CrmEdge.Hosting.Tracing;
using CrmEdge.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

public sealed class LineFormatterTests
{
    private static string Write(LogFormat format, string message, Exception? exception = null)
    {
        var writer = new StringWriter();
        new LineFormatter(Options.Create(new LoggingOptions { Format = format }), new FakeTimeProvider()).Write(
            new LogEntry<string>(LogLevel.Warning, "CrmEdge.Sync", new EventId(2101), message, exception, (state, _) => state),
            null, writer);
        return writer.ToString();
    }

    [Fact]
    public void The_simple_form_is_one_line_with_time_level_event_and_class()
    {
        using var outside = new OutsideOfAnyTrace();
        Assert.Equal("2026-03-02T12:00:00.000Z warn 2101 CrmEdge.Sync: refused\n", Write(LogFormat.Simple, "refused"));
    }

    [Theory]
    [InlineData(LogFormat.Simple)]
    [InlineData(LogFormat.Json)]
    public void Nothing_in_a_message_or_an_exception_can_make_a_second_line(LogFormat format)
    {
        var line = Write(format, "a\nb\r\u001b[31mc\u2028d\u0085e", new InvalidOperationException("x\ny"));
        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
        Assert.DoesNotContain('\r', line);
        Assert.DoesNotContain('\u001b', line);
    }

    [Fact]
    public void The_json_form_carries_the_trace_id_of_the_step()
    {
        using var step = TraceContext.Begin("purchase");
        var entry = JsonDocument.Parse(Write(LogFormat.Json, "refused", new InvalidOperationException("why"))).RootElement;
        Assert.Equal(2101, entry.GetProperty("event").GetInt32());
        Assert.Equal("warn", entry.GetProperty("level").GetString());
        Assert.Equal(step.TraceId.ToHexString(), entry.GetProperty("trace").GetString());
        Assert.Contains("why", entry.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=h;Password=hunter2;Port=1", "Host=h;Password=***;Port=1")]
    [InlineData("{\"api_key\":\"hunter2\",\"n\":1}", "{\"api_key\":\"***\",\"n\":1}")]
    [InlineData("Authorization: Bearer hunter2.x.y", "Authorization: Bearer ***")]
    [InlineData("?access_token=hunter2&a=b", "?access_token=***&a=b")]
    [InlineData("pwd: hunter2", "pwd: ***")]
    [InlineData("the password was wrong", "the password was wrong")]
    public void Secrets_after_tell_tale_words_are_masked(string text, string masked)
    {
        Assert.Equal(masked, SecretMask.Apply(text));
        var line = Write(LogFormat.Simple, "x", new InvalidOperationException(text));
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_message_is_cut()
    {
        var line = Write(LogFormat.Simple, new string('x', 100_000));
        Assert.True(line.Length < 20_000);
        Assert.Contains("(100000 characters)", line, StringComparison.Ordinal);
    }

    private sealed class OutsideOfAnyTrace : IDisposable
    {
        public OutsideOfAnyTrace() => System.Diagnostics.Activity.Current = null;

        public void Dispose()
        {
        }
    }
}
