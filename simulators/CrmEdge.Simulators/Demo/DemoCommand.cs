using System.Runtime.InteropServices;
using CrmEdge.Hosting;
using CrmEdge.Simulators.Demo.Story;

namespace CrmEdge.Simulators.Demo;

/// <summary>Plays the whole product once: real programs, real sockets, real kills.</summary>
internal static class DemoCommand
{
    private const int Failed = 1;
    private const int Usage = 64;        // sysexits.h EX_USAGE
    private const int Interrupted = 130; // 128 + SIGINT

    public static async Task<int> RunAsync(string[] args)
    {
        var (options, wrong) = DemoOptions.Read(args);
        if (options is null or { AsksForHelp: true })
        {
            await Console.Error.WriteLineAsync($"{wrong}\nusage: demo {DemoOptions.Help}".TrimStart());
            return options is null ? Usage : 0;
        }
        using var stop = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        var screen = new Screen(Console.Out, !Console.IsOutputRedirected, Ambient.Time);
        if (MakeFolder() is not { } folder)
        {
            screen.Wrong($"No folder can be made in {Path.GetTempPath()}: set TMPDIR to one that you may write to.");
            return Failed;
        }
        var code = await PlayAsync(options, folder, screen, stop.Token);
        if (code == Failed || options.Keep) screen.Say($"logs and data are in {folder}");
        else Directory.Delete(folder, recursive: true);
        return code;
    }

    private static string? MakeFolder()
    {
        try
        {
            var folder = Directory.CreateTempSubdirectory("crme-").FullName;
            // The database runs as another account where we are root: it must be able to pass.
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<int> PlayAsync(DemoOptions options, string folder, Screen screen, CancellationToken stop)
    {
        await using var stage = new Stage(options, folder, new Random(options.Seed), screen, Ambient.Time);
        try
        {
            foreach (var step in Steps(options))
            {
                screen.Step(step.Title);
                await step.RunAsync(stage, stop);
            }
            if (options.Secrets is not null) stage.Secrets.Write(options.Secrets);
            if (options.Dump is not null) await stage.Auditor.CopyAsync(options.Dump, stop);
            var code = Summary.Tell(stage, options);
            if (!options.Check) await Summary.StayAsync(stage, stop);
            return code;
        }
        catch (DemoException e)
        {
            screen.Wrong($"\nThe story broke off. {e.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Say("stopped");
            return options.Check ? Interrupted : 0;
        }
    }

    private static IReadOnlyList<IStep> Steps(DemoOptions options) =>
    [
        new StartCloud(), new InviteCustomers(), new OpenSites(),
        new SellByEveryMeans(), new PayWithCodes(), new RefuseBadCodes(),
        new PairDevices(), new StreamUsage(),
        new LoseTheCloud(), new FinishStreaming(), new CloudReturns(), new RepeatSales(),
        new CrossLimit(), new CloseCycle(), new Audit(options.Tamper),
    ];
}
