using CrmEdge.Hosting.Processes;

namespace CrmEdge.TestKit;

/// <summary>A program and how a test wants it run.</summary>
public sealed record ProcessPlan(string FileName, params IReadOnlyList<string> Arguments)
{
    /// <summary>Added to the environment the test runs in.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The account, when the test runs as root and the program must not.</summary>
    public string? UserName { get; init; }

    /// <summary>Where stdout.log and stderr.log are written; without it a folder of the test's own.</summary>
    public string? LogFolder { get; init; }

    public string WorkingDirectory { get; init; } = "/";

    public UnixSignal StopSignal { get; init; } = UnixSignal.Terminate;

    /// <summary>A built executable of this repository.</summary>
    public static ProcessPlan Ours(string project, params string[] arguments) => new(Repo.Executable(project), arguments);
}
