namespace CrmEdge.Cloud.Core.Devices;

/// <summary>The answer to a pairing or its end. The checks run in this order.</summary>
public enum PairCode
{
    /// <summary>Done, now or before.</summary>
    Ok,

    /// <summary>What was looked up changed meanwhile: look it up and ask again.</summary>
    Stale,

    /// <summary>There is no such code.</summary>
    CodeUnknown,

    /// <summary>The code was used for another device.</summary>
    CodeUsed,

    /// <summary>The code is too old.</summary>
    CodeExpired,

    /// <summary>The device is sold to nobody, and no code says to whom it goes.</summary>
    DeviceNotSold,

    /// <summary>The device is sold to another subscription than the code's.</summary>
    SoldElsewhere,

    /// <summary>The device is paired with another hub.</summary>
    PairedElsewhere,

    /// <summary>The device is not paired with this hub.</summary>
    NotPairedHere,
}
