using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>Section <c>Wallet</c>.</summary>
internal sealed class WalletOptions
{
    public const string Section = "Wallet";

    /// <summary>How long a spend token is good.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How often undelivered word to wallet homes is looked for, beside being woken by each purchase.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan RelayEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How old a hold gets before the business is asked what became of its purchase.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ClaimGrace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often holds of that age are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(15);
}
