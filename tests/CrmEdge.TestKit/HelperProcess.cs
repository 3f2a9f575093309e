namespace CrmEdge.TestKit;

/// <summary>The kit as a process of its own, for tests that need one to kill. Every test project's output holds it.</summary>
public static class HelperProcess
{
    private const int UsageError = 64;

    /// <summary>How to start the helper with a verb and its arguments.</summary>
    public static ProcessPlan Plan(params string[] arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "CrmEdge.TestKit"), arguments);

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["echo", .. var words]:
                foreach (var word in words) Console.WriteLine(word);
                return 0;
            case ["hang"]:
                Console.WriteLine("hanging");
                new ManualResetEvent(false).WaitOne();
                return 0;
            default:
                Console.Error.WriteLine($"Unknown helper '{string.Join(' ', args)}'. See {nameof(HelperProcess)}.");
                return UsageError;
        }
    }
}
