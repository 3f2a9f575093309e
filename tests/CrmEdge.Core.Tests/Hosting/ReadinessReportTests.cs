using CrmEdge.Hosting.Health;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

public sealed class ReadinessReportTests : IDisposable
{
    private const int NotReadyEvent = 1220;
    private const int ReadyAgainEvent = 1221;
    private const int BrokeEvent = 1222;

    private readonly FakeTimeProvider _time = new();
    private readonly TestLogs _logs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    private ReadinessReport Report(params IReadinessCheck[] checks) => new(checks, _time, _logs.For<ReadinessReport>());

    [Fact]
    public async Task A_failing_check_says_why_and_what_to_do_and_is_logged_when_it_changes_only()
    {
        var lease = new Check("lease");
        using var report = Report(lease, new Check("disk"));
        lease.Answer = _ => ValueTask.FromResult(Readiness.NotReady("The lease is lost.", "Look at the other host."));
        for (var i = 0; i < 3; i++)
        {
            var answers = await report.TakeAsync(Ct);
            Assert.True(answers["disk"].IsReady);
            Assert.Equal(("The lease is lost.", "Look at the other host."), (answers["lease"].Why, answers["lease"].WhatToDo));
            _time.Advance(TimeSpan.FromSeconds(2));
        }
        Assert.Equal(1, _logs.Count(NotReadyEvent));
        lease.Answer = Check.Fine;
        Assert.True((await report.TakeAsync(Ct))["lease"].IsReady);
        Assert.Equal(1, _logs.Count(ReadyAgainEvent));
    }

    [Fact]
    public async Task A_check_that_hangs_is_not_ready_after_two_seconds()
    {
        using var report = Report(new Check("database") { Answer = async ct =>
        {
            await new TaskCompletionSource().Task.WaitAsync(ct);
            return Readiness.Ready;
        } });
        var taking = report.TakeAsync(Ct);
        await _time.TimersArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("within 2 s", (await taking.InTimeAsync())["database"].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_throws_is_not_ready_and_shows_no_details_to_whoever_asks()
    {
        _logs.Expect(BrokeEvent);
        using var report = Report(new Check("disk") { Answer = _ => throw new IOException("/secret/path") });
        var answer = (await report.TakeAsync(Ct))["disk"];
        Assert.False(answer.IsReady);
        Assert.DoesNotContain("secret", answer.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Polling_hard_makes_no_more_work_than_once_a_second()
    {
        var asked = 0;
        using var report = Report(new Check("disk") { Answer = _ =>
        {
            Interlocked.Increment(ref asked);
            return ValueTask.FromResult(Readiness.Ready);
        } });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => report.TakeAsync(Ct)));
        Assert.Equal(1, asked);
        _time.Advance(TimeSpan.FromSeconds(1));
        await report.TakeAsync(Ct);
        Assert.Equal(2, asked);
    }

    [Fact]
    public void Two_checks_of_one_name_are_a_mistake() =>
        Assert.Contains("disk", Assert.Throws<ArgumentException>(() => Report(new Check("disk"), new Check("disk"))).Message,
            StringComparison.Ordinal);

    private sealed class Check(string name) : IReadinessCheck
    {
        public string Name => name;

        public Func<CancellationToken, ValueTask<Readiness>> Answer { get; set; } = Fine;

        public static ValueTask<Readiness> Fine(CancellationToken ct) => ValueTask.FromResult(Readiness.Ready);

        public ValueTask<Readiness> CheckAsync(CancellationToken ct) => Answer(ct);
    }
}
