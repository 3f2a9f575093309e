namespace CrmEdge.Hosting.Processes;

/// <summary>The signals we send, with their Linux numbers.</summary>
public enum UnixSignal
{
    /// <summary>SIGINT: what Ctrl+C sends; PostgreSQL's fast shutdown.</summary>
    Interrupt = 2,

    /// <summary>SIGQUIT: PostgreSQL's immediate shutdown, recovered from at the next start.</summary>
    Quit = 3,

    /// <summary>SIGKILL: ends the process at once, it cannot clean up.</summary>
    Kill = 9,

    /// <summary>SIGTERM: asks the process to end.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: lets a stopped process go on.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: freezes the process, as a hung machine would look to its peers.</summary>
    Stop = 19,
}
