using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Runtime.Client;

internal static partial class Log
{
    [LoggerMessage(1050, LogLevel.Debug, "Call {Method} ended with {Code}: {Detail}")]
    public static partial void CallFailed(ILogger logger, string method, StatusCode code, string detail);
}
