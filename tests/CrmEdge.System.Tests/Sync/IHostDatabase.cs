namespace CrmEdge.SystemTests.Sync;

/// <summary>The PostgreSQL that a host keeps its books in.</summary>
internal interface IHostDatabase : IAsyncDisposable
{
    /// <summary>What the host is told of it.</summary>
    IReadOnlyList<string> Settings { get; }

    Task StartAsync();

    /// <summary>Asks it through psql, past the host.</summary>
    Task<string> QueryAsync(string sql);
}
