using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CrmEdge.TestKit;

/// <summary>Collects what the code under test logs. Disposing it fails the test when an error, or any event with an
/// exception, was logged whose event id the test did not declare: a green test that logged an error is red.</summary>
/// <remarks>Keep it in a field of the test class rather than in a <c>using</c> of the test: xunit then shows both the
/// test's own failure and this one.</remarks>
public sealed class TestLogs : ILoggerProvider, ILoggerFactory
{
    private const int EntriesMax = 100_000;

    private readonly ConcurrentQueue<LogEntry> _entries = new();
    private readonly ConcurrentDictionary<int, byte> _expected = new();

    /// <summary>Everything logged so far, oldest first.</summary>
    public IReadOnlyCollection<LogEntry> Entries => _entries;

    /// <summary>Declares event ids that may be errors in this test.</summary>
    public TestLogs Expect(params int[] eventIds)
    {
        foreach (var id in eventIds) _expected[id] = 0;
        return this;
    }

    /// <summary>Waits for an event of this id and returns the first one.</summary>
    public async Task<LogEntry> SeenAsync(int eventId, TimeSpan? within = null) =>
        (await Eventually.HoldsAsync($"log event {eventId}",
            () => ValueTask.FromResult(_entries.FirstOrDefault(e => e.EventId.Id == eventId)), e => e is not null, within))!;

    /// <summary>How often an event of this id was logged.</summary>
    public int Count(int eventId) => _entries.Count(e => e.EventId.Id == eventId);

    /// <summary>A logger for one class, without a container.</summary>
    public ILogger<T> For<T>() => new Logger<T>(this);

    public ILogger CreateLogger(string categoryName) => new Collector(this, categoryName);

    void ILoggerFactory.AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("The collector is the only provider.");

    /// <summary>Fails the test on undeclared errors.</summary>
    public void Dispose()
    {
        var unexpected = _entries.Where(IsUnexpected).ToList();
        if (unexpected.Count == 0) return;
        Assert.Fail(
            $"{unexpected.Count} undeclared errors were logged (declare them with Expect):\n{string.Join('\n', unexpected)}");
    }

    private bool IsUnexpected(LogEntry entry) =>
        (entry.Level >= LogLevel.Error || entry.Exception is not null) && !_expected.ContainsKey(entry.EventId.Id);

    private void Add(LogEntry entry)
    {
        // Debug noise may overflow; an error never goes unseen.
        if (_entries.Count < EntriesMax || IsUnexpected(entry)) _entries.Enqueue(entry);
    }

    private sealed class Collector(TestLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            logs.Add(new LogEntry(logLevel, eventId, category, formatter(state, exception), exception));
    }
}
