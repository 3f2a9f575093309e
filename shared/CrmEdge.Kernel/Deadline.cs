namespace CrmEdge.Kernel;

/// <summary>A budget of time counted on the monotonic clock: a step of the wall clock neither expires nor extends it.</summary>
/// <param name="Time">The clock that counts.</param>
/// <param name="Started">Its timestamp at the start.</param>
/// <param name="Budget">How long from the start.</param>
public readonly record struct Deadline(TimeProvider Time, long Started, TimeSpan Budget)
{
    /// <summary>A deadline that starts now.</summary>
    public static Deadline After(TimeSpan budget, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new Deadline(time, time.GetTimestamp(), budget);
    }

    /// <summary>What is left, never below zero.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = Budget - Time.GetElapsedTime(Started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>True once nothing is left.</summary>
    public bool Passed => Left == TimeSpan.Zero;
}
