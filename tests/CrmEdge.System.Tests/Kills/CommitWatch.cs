namespace CrmEdge.SystemTests.Kills;

/// <summary>Counts the commits that a host sends to PostgreSQL, over all its connections, and freezes it at one of them.</summary>
internal sealed class CommitWatch
{
    private readonly Lock _gate = new();
    private readonly List<string> _commits = [];
    private (int Number, bool After)? _freeze;
    private TaskCompletionSource _frozen = NewSource();
    private bool _counting;

    /// <summary>What was written by each commit since the last start of counting.</summary>
    public IReadOnlyList<string> Commits
    {
        get
        {
            lock (_gate) return [.. _commits];
        }
    }

    /// <summary>Counts from here.</summary>
    public void Count()
    {
        lock (_gate)
        {
            _commits.Clear();
            (_counting, _freeze) = (true, null);
        }
    }

    /// <summary>Counts from here and freezes at a commit: the connection sends, or is told, nothing more.</summary>
    /// <param name="number">The commit, from 1.</param>
    /// <param name="after">It is made, and its answer is kept back; otherwise PostgreSQL is not told to commit.</param>
    /// <returns>Done once it is frozen.</returns>
    public Task FreezeAt(int number, bool after)
    {
        lock (_gate)
        {
            _commits.Clear();
            (_counting, _freeze, _frozen) = (true, (number, after), NewSource());
            return _frozen.Task;
        }
    }

    /// <summary>Counts no more.</summary>
    public void Stop()
    {
        lock (_gate) (_counting, _freeze) = (false, null);
    }

    public IPassage NewPassage() => new Passage(this);

    /// <summary>Notes a commit that is about to be sent; whether to freeze at it, and on which side.</summary>
    private bool? Note(string written)
    {
        lock (_gate)
        {
            if (!_counting) return null;
            _commits.Add(written);
            return _freeze is var (number, after) && _commits.Count == number ? after : null;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One connection.</summary>
    private sealed class Passage(CommitWatch watch) : IPassage
    {
        // ReadyForQuery, idle: everything that was sent has been done.
        private static readonly byte[] Ready = [(byte)'Z', 0, 0, 0, 5, (byte)'I'];

        private readonly FrontendMessages _messages = new();
        private readonly CommitSpotter _spotter = new();
        private volatile bool _keepsAnswers;

        public async Task UpAsync(ReadOnlyMemory<byte> bytes, Stream server, CancellationToken ct)
        {
            var passing = new List<byte>();
            foreach (var message in _messages.Take(bytes.Span))
            {
                if (_spotter.Commits(message) is { } written && watch.Note(written) is { } after)
                {
                    await server.WriteAsync(passing.ToArray(), ct);
                    if (!after) await FrozenAsync(ct);
                    _keepsAnswers = true;
                    passing.Clear();
                }
                passing.AddRange(message.Bytes);
            }
            await server.WriteAsync(passing.ToArray(), ct);
        }

        public async Task DownAsync(ReadOnlyMemory<byte> bytes, Stream client, CancellationToken ct)
        {
            if (_keepsAnswers && bytes.Span.EndsWith(Ready)) await FrozenAsync(ct);
            if (!_keepsAnswers) await client.WriteAsync(bytes, ct);
        }

        private Task FrozenAsync(CancellationToken ct)
        {
            watch._frozen.TrySetResult();
            return Task.Delay(Timeout.Infinite, ct);
        }
    }
}
