using CrmEdge.Cloud.Core.Rating;

namespace CrmEdge.Cloud.Core.Usage;

/// <summary>One reading of a device. (device, boot, seq) names it for ever.</summary>
/// <param name="Boot">Random at each start of the device.</param>
/// <param name="Seq">From 1 within a start, by ones.</param>
/// <param name="Meter">Which usage service.</param>
/// <param name="Quantity">Units used since the reading before.</param>
/// <param name="MeasuredAt">The device's time; it decides the period.</param>
public sealed record Reading(ulong Boot, long Seq, string Meter, decimal Quantity, DateTimeOffset MeasuredAt)
{
    /// <summary>Decimals of a quantity.</summary>
    public const int QuantityDecimals = 6;

    /// <summary>What is wrong with it whatever the books say; <see cref="ReadingCode.Rated"/> where nothing is.</summary>
    public ReadingCode Check()
    {
        if (Seq < 1) return ReadingCode.SeqOutOfRange;
        return Quantity is >= 0 and <= TariffRules.QuantityMax && decimal.Round(Quantity, QuantityDecimals) == Quantity
            ? ReadingCode.Rated
            : ReadingCode.QuantityOutOfRange;
    }
}

/// <summary>What became of a reading. All but the first two are set aside for a person, with this as the reason.</summary>
public enum ReadingCode
{
    /// <summary>Rated and charged.</summary>
    Rated,

    /// <summary>Rated before.</summary>
    Duplicate,

    /// <summary>The number is below 1.</summary>
    SeqOutOfRange,

    /// <summary>The quantity is negative, too large or too fine.</summary>
    QuantityOutOfRange,

    /// <summary>The device is sold to nobody, so nobody can be charged.</summary>
    DeviceNotSold,

    /// <summary>The device was never paired with the hub that sent it.</summary>
    DeviceNotOfThisHub,

    /// <summary>The subscription holds no usage service of that name, or it has no price.</summary>
    MeterUnknown,

    /// <summary>It was given up before it came.</summary>
    LateInClosedHole,

    /// <summary>Another reading was rated under the same device, boot and number.</summary>
    KeyReused,
}
