namespace CrmEdge.Simulators.Demo.Story;

/// <summary>One scene of the story.</summary>
internal interface IStep
{
    /// <summary>What happens, in one sentence.</summary>
    string Title { get; }

    Task RunAsync(Stage stage, CancellationToken ct);
}
