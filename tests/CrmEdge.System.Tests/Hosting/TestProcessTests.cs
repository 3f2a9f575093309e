using CrmEdge.Hosting.Processes;
using CrmEdge.TestKit;
using Xunit;
using Xunit.Sdk;

namespace CrmEdge.SystemTests.Hosting;

public sealed class TestProcessTests
{
    private const int Killed = 128 + (int)UnixSignal.Kill;
    private const int Terminated = 128 + (int)UnixSignal.Terminate;

    private static ProcessPlan Shell(string script) => new("/bin/sh", "-c", script);

    [Fact]
    public async Task Output_errors_and_exit_code_are_captured()
    {
        using var folder = new TempFolder();
        var run = await TestProcess.RunAsync(Shell("echo one; echo two >&2; printf three; exit 7") with { LogFolder = folder });
        Assert.Equal(7, await run.Exited);
        Assert.Equal(["one", "three"], run.Output);
        Assert.Equal(["two"], run.Errors);
        Assert.Equal("one\nthree\n", await File.ReadAllTextAsync(folder["stdout.log"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Our_own_helper_runs_from_the_tests_output()
    {
        var run = await TestProcess.RunAsync(HelperProcess.Plan("echo", "a b", "$HOME"));
        Assert.Equal(["a b", "$HOME"], run.Output);
    }

    [Fact]
    public async Task Nothing_it_started_outlives_the_test()
    {
        IReadOnlyList<int> family;
        await using (var parent = TestProcess.Start(Shell("setsid sleep 600 & setsid sleep 600 & echo up; wait")))
        {
            await parent.LineAsync("up");
            await Eventually.IsTrueAsync(() => parent.Family().Count == 3);
            family = parent.Family();
            Assert.Equal(Killed, await parent.KillAsync());
            Assert.Equal(2, parent.Family().Count);
        }
        Assert.All(family, id => Assert.False(ProcessTable.IsAlive(id), $"{id} is alive"));
    }

    [Fact]
    public async Task Asking_it_to_end_comes_before_killing()
    {
        await using var polite = TestProcess.Start(Shell("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done"));
        await polite.LineAsync("up");
        Assert.Equal(3, await polite.StopAsync());
        Assert.Contains("bye", polite.Output);

        await using var plain = TestProcess.Start(HelperProcess.Plan("hang"));
        await plain.LineAsync("hanging");
        Assert.Equal(Terminated, await plain.StopAsync());
    }

    [Fact]
    public async Task Waiting_for_a_line_fails_at_once_when_the_process_is_dead()
    {
        await using var dead = TestProcess.Start(Shell("echo last words; exit 5"));
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => dead.LineAsync("never"));
        Assert.Contains("ended with 5", failure.Message, StringComparison.Ordinal);
        Assert.Contains("last words", failure.Message, StringComparison.Ordinal);
    }
}
