using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Journal;

/// <summary>Who gets in when space is short. Money and identity wait for nobody's eviction but their own confirmation.</summary>
public static class Admission
{
    /// <summary>Whether a record of <paramref name="bytes"/> fits its lane and the whole.</summary>
    public static Room Check(in JournalState state, JournalLimits limits, Lane lane, int bytes)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (state.Unsent.Of(lane).Bytes + bytes > limits.Of(lane)) return Evicting(state, limits, lane, bytes);
        if (state.KeptBytes + bytes <= limits.KeptBytes) return Room.Enough;
        return state.Oldest <= state.Acked ? Room.TrimConfirmed : Evicting(state, limits, lane, bytes);
    }

    /// <summary>How many bytes of unsent telemetry must go before a telemetry record of <paramref name="bytes"/> fits.</summary>
    public static long TelemetryOver(in JournalState state, JournalLimits limits, int bytes)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var lane = state.Unsent.Telemetry.Bytes + bytes - limits.TelemetryBytes;
        var kept = state.KeptBytes + bytes - limits.KeptBytes;
        var over = Math.Max(lane, kept);
        Invariant.Holds(over > 0);
        return over;
    }

    private static Room Evicting(in JournalState state, JournalLimits limits, Lane lane, int bytes)
    {
        var telemetry = state.Unsent.Telemetry;
        return lane == Lane.Telemetry && telemetry.Rows > 0 && TelemetryOver(state, limits, bytes) <= telemetry.Bytes
            ? Room.EvictTelemetry
            : Room.None;
    }
}
