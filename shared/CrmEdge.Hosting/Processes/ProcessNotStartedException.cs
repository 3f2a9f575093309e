namespace CrmEdge.Hosting.Processes;

/// <summary>A child process could not be started. Trying again helps only after what the message asks for is done.</summary>
public sealed class ProcessNotStartedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and what to do about it.</param>
    /// <param name="inner">What the system answered.</param>
    public ProcessNotStartedException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
