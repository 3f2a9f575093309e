namespace CrmEdge.Simulators.CardReader;

/// <summary><c>crmedge-sim reader</c>: a reader on a pseudo-terminal that sends what it reads from standard input.</summary>
internal static class ReaderCommand
{
    public const string Usage = "  reader --link PATH   then lines on standard input: a code to scan, or 'swipe NUMBER'";

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        if (args is not ["--link", var link])
        {
            await Console.Error.WriteLineAsync(Usage);
            return 64;
        }
        using var reader = new SimulatedReader(link);
        Console.WriteLine($"Reader at {link} ({reader.Path}).");
        while (await Console.In.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("swipe ", StringComparison.Ordinal)) reader.Swipe(line["swipe ".Length..].Trim());
            else reader.Scan(line.Trim());
        }
        return 0;
    }
}
