namespace CrmEdge.Hosting.Processes;

/// <summary>What to start and how to end it. No shell is involved: arguments reach the program as they are.</summary>
public sealed record ProcessSpec
{
    /// <summary>An absolute path, or a bare name looked up in PATH.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments, one element each.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where the child starts; it must be passable for <see cref="UserName"/>.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Variables added to the inherited environment, or to almost none when <see cref="CleanEnvironment"/>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Start with PATH, LANG and <see cref="Environment"/> alone: our own secrets do not reach the child.</summary>
    public bool CleanEnvironment { get; init; }

    /// <summary>The account to run as, or <c>null</c> for our own. Only root may name another.</summary>
    public string? UserName { get; init; }

    /// <summary>What asks the child to end: sent by <see cref="ManagedProcess.StopAsync"/>, and by the kernel should
    /// we die first.</summary>
    public UnixSignal StopSignal { get; init; } = UnixSignal.Terminate;

    /// <summary>How long the child may take to end before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets each line of standard output, cut at 8,192 characters. Must return quickly.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>Gets each line of standard error, cut at 8,192 characters. Must return quickly.</summary>
    public Action<string>? OnError { get; init; }
}
