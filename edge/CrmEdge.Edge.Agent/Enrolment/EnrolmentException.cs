namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>An enrolment or renewal did not come about.</summary>
internal sealed class EnrolmentException(string code, string message, bool retry = false) : Exception(message)
{
    /// <summary>Names the cause for programs.</summary>
    public string Code { get; } = code;

    /// <summary>True where the same may succeed later without being changed.</summary>
    public bool Retry { get; } = retry;

    /// <summary>Nothing can be done before this box has an identity.</summary>
    public static EnrolmentException NotEnrolled() => new("not_enrolled",
        "This box is not enrolled. Run crmedge-agent enrol CODE --cloud https://HOST:PORT with a pairing code from the back "
        + "office.");
}
