namespace CrmEdge.Edge.Core.Pairing;

/// <summary>What a device is to be. Names are stored.</summary>
public enum HubDeviceState
{
    /// <summary>Admitted and metered.</summary>
    Enabled,

    /// <summary>Told and disconnected, not admitted.</summary>
    Suspended,

    /// <summary>No longer this hub's.</summary>
    Removed,
}

/// <summary>A device as its hub keeps it.</summary>
/// <param name="Id">Its id, also its MQTT user name.</param>
/// <param name="SerialNumber">What is printed on it.</param>
/// <param name="State">What it is to be.</param>
/// <param name="Version">Of that wish; the cloud counts it up.</param>
/// <param name="PasswordHash">See <see cref="DevicePassword"/>; null for a device that was never given one here.</param>
public sealed record HubDevice(string Id, string SerialNumber, HubDeviceState State, long Version, string? PasswordHash)
{
    /// <summary>
    /// The device after a wish of the cloud; null where the wish changes nothing, being as old as what is held or older.
    /// </summary>
    /// <param name="held">The device as it is; null where it is new.</param>
    /// <param name="wished">The wish; its password hash does not count.</param>
    public static HubDevice? After(HubDevice? held, HubDevice wished)
    {
        ArgumentNullException.ThrowIfNull(wished);
        if (wished.Version <= (held?.Version ?? 0)) return null;
        return wished with { PasswordHash = wished.State == HubDeviceState.Removed ? null : held?.PasswordHash };
    }
}
