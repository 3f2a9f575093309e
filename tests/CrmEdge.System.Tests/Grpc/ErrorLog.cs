using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CrmEdge.SystemTests.Rpc;

/// <summary>Keeps what a host logs at Error or above; a host that closes with an unexpected one fails its test.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(EventId Id, string Text)> _entries = new();
    private readonly HashSet<int> _expected = [];

    public void Expect(int eventId) => _expected.Add(eventId);

    public int CountOf(int eventId) => _entries.Count(e => e.Id.Id == eventId);

    public void AssertNothingUnexpected() => Assert.DoesNotContain(_entries, e => !_expected.Contains(e.Id.Id));

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(ErrorLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error) log._entries.Enqueue((eventId, $"{formatter(state, exception)} {exception}"));
        }
    }
}
