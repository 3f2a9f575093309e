using CrmEdge.Hosting;
using CrmEdge.Hosting.Processes;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Hosting;

public sealed class ManagedProcessTests
{
    private const int Killed = 128 + (int)UnixSignal.Kill;

    private readonly List<string> _output = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ProcessSpec Shell(string script) => new() { FileName = "sh", Arguments = ["-c", script], OnOutput = _output.Add };

    [Fact]
    public async Task A_child_that_ignores_the_request_is_killed_with_its_children_after_the_time_out()
    {
        await using var child = ManagedProcess.Start(
            Shell("trap '' TERM; sleep 600 & echo $!; wait; wait") with { StopTimeout = TimeSpan.FromMilliseconds(100) },
            Ambient.Time);
        await Eventually.IsTrueAsync(() => _output.Count == 1);
        Assert.Equal(Killed, await child.StopAsync(Ct).InTimeAsync());
        await Eventually.IsTrueAsync(() => !ProcessTable.IsAlive(int.Parse(_output[0])));
    }

    [Fact]
    public async Task Cancelling_a_stop_kills_at_once()
    {
        await using var child = ManagedProcess.Start(
            Shell("trap '' TERM; echo up; while :; do sleep 0.05; done") with { StopTimeout = TimeSpan.FromHours(1) },
            Ambient.Time);
        await Eventually.IsTrueAsync(() => _output.Count == 1);
        using var cut = new CancellationTokenSource();
        var stopping = child.StopAsync(cut.Token);
        await cut.CancelAsync();
        Assert.Equal(Killed, await stopping.InTimeAsync());
    }

    [Fact]
    public async Task A_clean_environment_hides_ours_and_a_child_has_a_session_of_its_own()
    {
        await using var child = ManagedProcess.Start(Shell("env; cut -d' ' -f6 /proc/$$/stat; echo $$") with
        {
            CleanEnvironment = true,
            Environment = new Dictionary<string, string> { ["ONLY"] = "this" },
        }, Ambient.Time);
        Assert.Equal(0, await child.Exited.InTimeAsync());
        Assert.Contains("ONLY=this", _output);
        Assert.DoesNotContain(_output, line => line.StartsWith("HOME=", StringComparison.Ordinal));
        Assert.Equal(_output[^1], _output[^2]);
    }

    [Fact]
    public async Task Output_without_a_line_end_cannot_fill_our_memory()
    {
        await using var child = ManagedProcess.Start(Shell("head -c 1000000 /dev/zero | tr '\\0' x"), Ambient.Time);
        Assert.Equal(0, await child.Exited.InTimeAsync());
        Assert.Equal(1_000_000, _output.Sum(line => line.Length));
        Assert.All(_output, line => Assert.True(line.Length <= LinePump.LineCharsMax));
    }

    [Fact]
    public async Task Children_started_from_short_lived_threads_stay_alive()
    {
        ManagedProcess? child = null;
        var thread = new Thread(() => child = ManagedProcess.Start(Shell("echo up; sleep 0.3; echo still up"), Ambient.Time));
        thread.Start();
        thread.Join();
        Assert.Equal(0, await child!.Exited.InTimeAsync());
        Assert.Equal(["up", "still up"], _output);
        await child.DisposeAsync();
    }

    [Fact]
    public void A_missing_program_and_a_missing_account_are_told_by_name()
    {
        static string Refusal(ProcessSpec spec) =>
            Assert.Throws<ProcessNotStartedException>(() => ManagedProcess.Start(spec, Ambient.Time)).Message;

        Assert.Contains("no-such-program was not found", Refusal(new ProcessSpec { FileName = "no-such-program" }),
            StringComparison.Ordinal);
        Assert.Contains("no-such-account", Refusal(Shell("true") with { UserName = "no-such-account" }),
            StringComparison.Ordinal);
    }
}
