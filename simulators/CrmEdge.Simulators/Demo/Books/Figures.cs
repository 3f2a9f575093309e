using System.Text.Json;
using System.Text.Json.Serialization;

namespace CrmEdge.Simulators.Demo.Books;

/// <summary>
/// The figures of a run, as <c>--report</c> writes them. Money is in euros; what the story did not reach is absent.
/// </summary>
internal sealed record Figures
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public int Seed { get; init; }

    public int? PurchasesSent { get; set; }

    public int? PurchasesBooked { get; set; }

    public int? SpendsOk { get; set; }

    public int? SpendsRefused { get; set; }

    public int? UsageSent { get; set; }

    public int? UsageRated { get; set; }

    public int? UsageRefused { get; set; }

    public int? DuplicatesSent { get; set; }

    public int? Lost { get; set; }

    public int? Doubled { get; set; }

    public decimal? LedgerSum { get; set; }

    public decimal? InvoiceTotal { get; set; }

    public decimal? InvoiceExpected { get; set; }

    public double? OutageSeconds { get; set; }

    public double? DrainSeconds { get; set; }

    public int Claims { get; set; }

    public int ClaimsFailed { get; set; }

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Format) + "\n");
}
