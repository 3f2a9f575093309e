namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>
/// What a server's certificate is held against. The wall clock of a box is no witness: before the cloud has told the time in this
/// run, any certificate goes that has not ended before the floor.
/// </summary>
/// <param name="Known">The cloud's time; null before the first greeting.</param>
/// <param name="Floor">It is certainly later than this.</param>
internal sealed record HandshakeTime(Func<DateTimeOffset?> Known, DateTimeOffset Floor);
