namespace CrmEdge.Simulators.Demo.Cast;

/// <summary>
/// What lies in each wallet when the story begins, in euros. A cake of 24.80 empties the first and, unless rewards make up
/// for it, begins the second.
/// </summary>
internal static class Funds
{
    /// <summary>With the business.</summary>
    public const decimal Business = 20.00m;

    /// <summary>With the platform, spendable at any business.</summary>
    public const decimal Cash = 15.00m;
}
