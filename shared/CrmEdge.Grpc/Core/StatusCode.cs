namespace Grpc.Core;

/// <summary>Outcome of a call; the numbers are those on the wire (grpc/doc/statuscodes.md).</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The call was cancelled, usually by its caller.</summary>
    Cancelled = 1,

    /// <summary>An error nobody classified, e.g. an exception in a handler.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed first; the operation may still have happened.</summary>
    DeadlineExceeded = 4,

    /// <summary>The requested thing does not exist.</summary>
    NotFound = 5,

    /// <summary>The thing to be created exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or size limit was passed.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state the operation needs; do not retry until it is.</summary>
    FailedPrecondition = 9,

    /// <summary>Aborted by a conflict; retry at a higher level.</summary>
    Aborted = 10,

    /// <summary>Past the valid range, e.g. reading beyond the end.</summary>
    OutOfRange = 11,

    /// <summary>The service or method does not exist here.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the system or of the protocol was broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; retry with back-off.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or corrupted for good.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who it is.</summary>
    Unauthenticated = 16,
}
