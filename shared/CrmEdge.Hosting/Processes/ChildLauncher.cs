using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace CrmEdge.Hosting.Processes;

/// <summary>Starts children from one thread that lives as long as the process.</summary>
/// <remarks>The kernel binds the parent-death signal to the THREAD that forked: a child started from a pool thread would
/// be told to end as soon as the pool retires that thread.</remarks>
internal static class ChildLauncher
{
    private const int WaitingMax = 64;
    private static readonly BlockingCollection<Action> Waiting = new(WaitingMax);

    static ChildLauncher() => new Thread(Loop) { IsBackground = true, Name = "child launcher" }.Start();

    public static Process Start(ProcessSpec spec)
    {
        var start = StartInfo(spec);
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add(() => StartOne(start, started));
        try
        {
            return started.Task.GetAwaiter().GetResult();
        }
        catch (Win32Exception refused)
        {
            throw new ProcessNotStartedException(
                $"{spec.FileName} could not be started as {spec.UserName ?? "the current user"}: {refused.Message}. " +
                "Check that the file is executable and the account exists.", refused);
        }
    }

    private static void Loop()
    {
        foreach (var start in Waiting.GetConsumingEnumerable()) start();
    }

    private static void StartOne(ProcessStartInfo start, TaskCompletionSource<Process> started)
    {
        try
        {
            started.SetResult(Process.Start(start) ?? throw new ProcessNotStartedException($"{start.FileName} did not start."));
        }
        catch (Exception refused)
        {
            started.SetException(refused);
        }
    }

    private static ProcessStartInfo StartInfo(ProcessSpec spec)
    {
        var command = Command(spec).ToArray();
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (spec.UserName is { } user) start.UserName = user;
        if (spec.CleanEnvironment)
        {
            var path = Ambient.EnvironmentVariable("PATH");
            start.Environment.Clear();
            start.Environment["PATH"] = path ?? "/usr/bin:/bin";
            start.Environment["LANG"] = "C.UTF-8";
        }
        foreach (var (name, value) in spec.Environment) start.Environment[name] = value;
        return start;
    }

    /// <summary>Both wrappers replace themselves by the program, so the process id stays the one we started.</summary>
    private static IEnumerable<string> Command(ProcessSpec spec)
    {
        var program = Executables.Find(spec.FileName) ?? throw new ProcessNotStartedException(
            $"{spec.FileName} was not found. Install it, or give its full path.");

        // Ctrl+C reaches every process of the terminal's group: a database in it would be gone before we have drained.
        if (Executables.Find("setsid") is { } session) yield return session;
        if (Executables.Find("setpriv") is { } privileges)
        {
            yield return privileges;
            yield return "--pdeathsig";
            yield return SignalName(spec.StopSignal);
            yield return "--";
        }
        yield return program;
        foreach (var argument in spec.Arguments) yield return argument;
    }

    private static string SignalName(UnixSignal signal) => signal switch
    {
        UnixSignal.Interrupt => "INT",
        UnixSignal.Quit => "QUIT",
        UnixSignal.Terminate => "TERM",
        UnixSignal.Kill => "KILL",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "This signal does not end a process."),
    };
}
