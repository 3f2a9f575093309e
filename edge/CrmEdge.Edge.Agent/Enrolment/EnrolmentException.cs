namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>An enrolment or renewal did not come about.</summary>
internal sealed class EnrolmentException(string code, string message, bool retry = false) : Exception(message)
{
    /// <summary>Names the cause for programs.</summary>
    public string Code { get; } = code;

    /// <summary>True where the same may succeed later without being changed.</summary>
    public bool Retry { get; } = retry;
}
