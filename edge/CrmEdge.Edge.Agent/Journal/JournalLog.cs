using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

internal static partial class JournalLog
{
    [LoggerMessage(2000, LogLevel.Information,
        "Journal {Path} opened ({Kind}), incarnation {Incarnation}, records up to {Last}, confirmed up to {Acked}")]
    public static partial void Opened(
        ILogger logger, string path, StartKind kind, Guid incarnation, long last, long acked);

    [LoggerMessage(2001, LogLevel.Error,
        "The journal could not be read ({Reason}) and was set aside as {SetAside}. A new one takes its place. Keep the file: "
        + "what it held unsent is only there. Run 'agent fsck' on it, then tell the back office")]
    public static partial void SetAside(ILogger logger, string reason, string setAside);

    [LoggerMessage(2002, LogLevel.Error,
        "The journal of incarnation {Previous} is gone from {Path}. A new one takes its place. Put the file back if it was "
        + "moved, else tell the back office that unsent records are lost")]
    public static partial void Missing(ILogger logger, string path, Guid? previous);

    [LoggerMessage(2003, LogLevel.Warning,
        "The journal at {Path} is an older copy or was moved here. It goes on under incarnation {Incarnation} and sends its "
        + "{Unsent} unconfirmed records again")]
    public static partial void Restored(ILogger logger, string path, Guid incarnation, long unsent);

    [LoggerMessage(2004, LogLevel.Error,
        "The disk did not take a commit ({Reason}); {Items} items since the last such line were not acknowledged. Their senders "
        + "may try again. Check disk space and disk health")]
    public static partial void CommitFailed(ILogger logger, int items, string reason, Exception exception);

    [LoggerMessage(2005, LogLevel.Critical,
        "The journal file is damaged ({Reason}). Nothing more is accepted. Restart the agent: it checks the file "
        + "and sets it aside")]
    public static partial void Damaged(ILogger logger, string reason, Exception exception);

    [LoggerMessage(2006, LogLevel.Warning,
        "The telemetry lane is full: {Rows} unsent readings evicted, the last is {Last}. Restore the connection to the cloud")]
    public static partial void Evicted(ILogger logger, long rows, long last);

    [LoggerMessage(2007, LogLevel.Warning, "The {Lane} lane is full at {Bytes} bytes: records are refused. Restore the "
        + "connection to the cloud")]
    public static partial void LaneFull(ILogger logger, Lane lane, long bytes);

    [LoggerMessage(2008, LogLevel.Warning,
        "The cloud has records up to {Cloud} where it had confirmed {Acked}: sending again from {First}")]
    public static partial void Rewound(ILogger logger, long cloud, long acked, long first);
}
