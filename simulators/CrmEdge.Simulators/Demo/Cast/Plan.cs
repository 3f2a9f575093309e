namespace CrmEdge.Simulators.Demo.Cast;

/// <summary>
/// What a subscription with four devices uses in the cycle and costs, in euros, worked by hand from the tariff: 5 kWh are free,
/// the next 10 cost 0.30 each, all beyond 0.20, and 19 % tax on the whole.
/// </summary>
/// <param name="Reading">kWh of each reading.</param>
/// <param name="Net">Before tax.</param>
/// <param name="Tax">19 %.</param>
internal sealed record Plan(decimal Reading, decimal Net, decimal Tax)
{
    public const int DevicesPerSubscription = 4;

    public const int ReadingsPerDevice = 10;

    public const decimal Allowance = 5m;

    public const decimal FirstUnits = 10m;

    public const decimal FirstPrice = 0.30m;

    public const decimal FurtherPrice = 0.20m;

    public const decimal TaxPercent = 19m;

    /// <summary>What the contact of the limit may owe: what the readings so far cost, and half a euro.</summary>
    public const decimal Limit = 8.50m;

    /// <summary>Readings of 1 kWh that cross it: 8.00 and 3 × 0.20 are 8.60.</summary>
    public const int ReadingsOverLimit = 3;

    /// <summary>What pays for all of that.</summary>
    public const decimal Owed = 8.60m;

    /// <summary>Readings of 1 kWh after the device was resumed.</summary>
    public const int ReadingsResumed = 2;

    /// <summary>40 readings of 0.5 are 20 kWh, 15 of them not free: 10 × 0.30 + 5 × 0.20 = 4.00; tax 0.76.</summary>
    public static Plan Frugal { get; } = new(0.5m, 4.00m, 0.76m);

    /// <summary>40 readings of 1 are 40 kWh, 35 of them not free: 10 × 0.30 + 25 × 0.20 = 8.00; tax 1.52.</summary>
    public static Plan Ample { get; } = new(1m, 8.00m, 1.52m);

    /// <summary>As the ample one and 5 kWh more: 45 kWh, 40 of them not free: 10 × 0.30 + 30 × 0.20 = 9.00; tax 1.71.</summary>
    public static Plan OverLimit { get; } = new(1m, 9.00m, 1.71m);

    public decimal Total => Net + Tax;

    /// <summary>Every second customer is frugal; the last one has the limit.</summary>
    public static Plan Of(Customer customer, int customers) =>
        customer.Number == customers ? OverLimit : customer.Number % 2 == 1 ? Frugal : Ample;
}
