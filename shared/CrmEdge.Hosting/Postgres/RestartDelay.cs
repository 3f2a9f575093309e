namespace CrmEdge.Hosting.Postgres;

/// <summary>How long to wait before the server is started again.</summary>
internal static class RestartDelay
{
    /// <summary>A server that lived this long starts with a clean slate.</summary>
    public static readonly TimeSpan Forgiven = TimeSpan.FromMinutes(1);

    private const double FirstSeconds = 0.25;
    private const double MostSeconds = 10;
    private const int DoublingsMax = 20;

    /// <summary>None for the first death, then 0.25 s, doubling, at most 10 s.</summary>
    /// <param name="attempt">0 for the first start after a death.</param>
    public static TimeSpan Before(int attempt) => attempt == 0 ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(FirstSeconds * Math.Pow(2, Math.Min(attempt - 1, DoublingsMax)), MostSeconds));
}
