using CrmEdge.Cloud.Core.Usage;

namespace CrmEdge.Cloud.Host.Usage;

/// <summary>Why a reading was set aside and what to do, for people.</summary>
internal static class UsageWords
{
    public static string Of(ReadingCode code) => code switch
    {
        ReadingCode.SeqOutOfRange => "The reading's number is below 1. Correct the device; enter the usage by hand.",
        ReadingCode.QuantityOutOfRange =>
            "The quantity is negative, above 1,000,000,000 or finer than six decimals. "
            + "Correct the device; enter the usage by hand.",
        ReadingCode.DeviceNotSold =>
            "The device is sold to no subscription, so nobody can be charged. Sell it, then replay the entry.",
        ReadingCode.DeviceNotOfThisHub =>
            "The device was never paired with the hub that sent this. "
            + "Find out where it stands; pair it there, then replay the entry.",
        ReadingCode.MeterUnknown =>
            "The subscription holds no usage service of this meter, or the service has no price in its currency. "
            + "Add it, then replay the entry.",
        ReadingCode.LateInClosedHole =>
            "The reading came more than a week after later ones. "
            + "If it is genuine, replay the entry: it is then rated into its own period.",
        ReadingCode.KeyReused =>
            "Another reading was rated under the same device, boot and number: "
            + "the device does not make a new boot at each start. Correct it.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "is not set aside"),
    };
}
