using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Devices;

/// <summary>Why a pairing was refused and what to do, for installers and the back office.</summary>
internal static class PairWords
{
    public const string SerialUnknown = "serial_unknown";

    public const string SerialUnknownMessage =
        "No device of this serial number is known. Check the label; add the device in the back office if it is new.";

    public static string Of(PairCode code) => code switch
    {
        PairCode.Stale => "The device was sold to somebody else just now. Try again.",
        PairCode.CodeUnknown => "There is no such pairing code. Check it, or have a new one issued for the subscription.",
        PairCode.CodeUsed => "The pairing code was used for another device. Have a new one issued for the subscription.",
        PairCode.CodeExpired => "The pairing code is too old. Have a new one issued for the subscription.",
        PairCode.DeviceNotSold =>
            "The device is sold to no subscription. Give it to one in the back office, or pair it with a pairing code.",
        PairCode.SoldElsewhere => "The device belongs to another subscription. Unpair it first, or take another device.",
        PairCode.PairedElsewhere => "The device is paired with another hub. Unpair it there, or in the back office, first.",
        PairCode.NotPairedHere => "The device was never paired with this hub. Check which hub it hangs on.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "is no refusal"),
    };

    public static Contracts.Common.Refusal Refused(PairCode code) =>
        new() { Code = WireName.Of(code), Message = Of(code), Retry = code == PairCode.Stale };

    public static Refusal AsReply(PairCode code) =>
        new($"CRM.EXCEPTIONS.{WireName.Of(code).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()}EXCEPTION",
            Of(code));
}
