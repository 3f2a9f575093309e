using System.Text.Json;
using System.Text.Json.Serialization;

namespace CrmEdge.Benchmarks;

/// <summary>Result of one benchmark: our rate beside a public yardstick's, both from the same run.</summary>
/// <param name="Bench">Name of the benchmark.</param>
/// <param name="Unit">Unit of both rates.</param>
/// <param name="Ours">Our rate, median of the rounds.</param>
/// <param name="Yardstick">The yardstick's rate, median of the rounds.</param>
/// <param name="YardstickName">What the yardstick is.</param>
/// <param name="P99Ms">Our 99th percentile latency in milliseconds, median of the rounds.</param>
/// <param name="Notes">Set-up and further figures.</param>
internal sealed record BenchLine(
    string Bench,
    string Unit,
    double Ours,
    double Yardstick,
    string YardstickName,
    double P99Ms,
    string Notes)
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Ours divided by the yardstick.</summary>
    public double Ratio => Yardstick == 0 ? double.PositiveInfinity : Math.Round(Ours / Yardstick, 3);

    /// <summary>One line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Snake);
}
