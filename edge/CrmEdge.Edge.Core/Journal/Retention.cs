namespace CrmEdge.Edge.Core.Journal;

/// <summary>
/// How long confirmed records stay, for a cloud that is restored from a backup. Counted from the confirmation, in whole hours
/// of the wall clock. A clock that jumps ahead ends the stay early: nothing is lost that the cloud does not have.
/// </summary>
public static class Retention
{
    private const long HourMillis = 3_600_000;

    /// <summary>Confirmed records deleted in one commit.</summary>
    public const int StepRows = 512;

    /// <summary>The hour a confirmation is filed under.</summary>
    public static long HourOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / HourMillis;

    /// <summary>Confirmations filed under this hour or an earlier one have stayed long enough. The filed hour itself is not
    /// counted, so that nothing goes early.</summary>
    public static long ExpiredHour(DateTimeOffset now, TimeSpan stay) => HourOf(now - stay) - 1;
}
