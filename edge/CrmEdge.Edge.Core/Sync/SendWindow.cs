using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Sync;

/// <summary>
/// What one stream may send next: records in order above what it sent, within the credit the cloud gave. Immutable; a new
/// stream begins with a new one, and so sends everything above the watermark again.
/// </summary>
/// <param name="Watermark">Up to here the cloud has everything.</param>
/// <param name="Sent">Up to here records are on the stream; never below <paramref name="Watermark"/>.</param>
/// <param name="Credit">Numbers that may be under way beyond the watermark; 0 holds everything back.</param>
public readonly record struct SendWindow(long Watermark, long Sent, int Credit)
{
    /// <summary>The window of a new stream.</summary>
    public static SendWindow At(long watermark, int credit) => new(watermark, watermark, credit);

    /// <summary>How many records may be sent now. One where nothing is under way: a gap may cover more numbers than any
    /// credit.</summary>
    public int Room
    {
        get
        {
            var underWay = Sent - Watermark;
            if (Credit <= 0) return 0;
            if (underWay == 0) return Credit;
            return (int)Math.Max(0, Credit - underWay);
        }
    }

    /// <summary>After records up to <paramref name="seq"/> went out.</summary>
    public SendWindow AfterSending(long seq)
    {
        Invariant.Holds(seq > Sent && Room > 0);
        return this with { Sent = seq };
    }

    /// <summary>After a confirmation; null where it cannot be true: the stream must start over.</summary>
    /// <param name="watermark">Everything up to here is committed.</param>
    /// <param name="credit">The new credit.</param>
    public SendWindow? AfterAck(long watermark, int credit) =>
        watermark < Watermark || watermark > Sent || credit < 0 ? null : this with { Watermark = watermark, Credit = credit };
}
