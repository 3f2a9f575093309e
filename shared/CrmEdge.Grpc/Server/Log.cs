using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Runtime.Server;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Error, "Handler of {Method} threw")]
    public static partial void HandlerThrew(ILogger logger, Exception exception, string method);

    [LoggerMessage(1001, LogLevel.Debug, "{Method} ended with {Code}: {Detail}")]
    public static partial void CallFailed(ILogger logger, string method, StatusCode code, string detail);

    [LoggerMessage(1002, LogLevel.Debug, "Handler of {Method} threw after its call had ended")]
    public static partial void HandlerThrewLate(ILogger logger, Exception exception, string method);

    [LoggerMessage(1003, LogLevel.Debug, "The response of {Method} could not be completed in time; its stream was reset")]
    public static partial void ResetInstead(ILogger logger, string method);
}
