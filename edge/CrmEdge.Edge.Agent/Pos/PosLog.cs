namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Events of sales, 2200 to 2219. References are no secrets; who bought is never named.</summary>
internal static partial class PosLog
{
    [LoggerMessage(2200, LogLevel.Information, "Sale {Number} of {Tap} written as record {Seq} (spends: {Spends})")]
    public static partial void SaleWritten(ILogger logger, string tap, string number, long seq, bool spends);

    [LoggerMessage(2201, LogLevel.Information, "Reversal of sale {Number} of {Tap} ({Reason}) written as record {Seq}")]
    public static partial void ReversalWritten(ILogger logger, string tap, string number, string reason, long seq);

    [LoggerMessage(2202, LogLevel.Warning, "Sale {Number} of {Tap} had no answer in time: undone, the till was told so")]
    public static partial void Undone(ILogger logger, string tap, string number);

    [LoggerMessage(2203, LogLevel.Error,
        "Sale {Number} of {Tap} had no answer in time and its reversal could not be written: it is settled at the next start")]
    public static partial void NotUndone(ILogger logger, string tap, string number);

    [LoggerMessage(2204, LogLevel.Error, "The outcome {Code} of {Key} could not be stored: it is settled at the next start")]
    public static partial void NotStored(ILogger logger, string key, string code);

    [LoggerMessage(2205, LogLevel.Information, "Sale {Number} of {Tap}, open since before the start, was {Code} in the cloud")]
    public static partial void Settled(ILogger logger, string tap, string number, string code);

    [LoggerMessage(2206, LogLevel.Information, "{Count} sales were without an answer at the start and are being settled")]
    public static partial void Settling(ILogger logger, int count);

    [LoggerMessage(2208, LogLevel.Information, "Operation {Key} ended: {Code} (purchase {Purchase})")]
    public static partial void Answered(ILogger logger, string key, string code, string purchase);

    [LoggerMessage(2207, LogLevel.Error, "Record of open sale {Key} cannot be read: look at it with support")]
    public static partial void Unreadable(ILogger logger, string key);

    [LoggerMessage(2210, LogLevel.Warning, "A sale at {Tap} was refused: {Code}")]
    public static partial void SaleRefused(ILogger logger, string tap, string code);

    [LoggerMessage(2211, LogLevel.Warning, "Who stands at {Tap} was not told: {Code}")]
    public static partial void NotIdentified(ILogger logger, string tap, string code);
}
