namespace CrmEdge.Cloud.Core.Billing;

/// <summary>One month of a subscription, in civil dates of the business's zone.</summary>
/// <param name="Start">The first day.</param>
/// <param name="End">The day after the last, on which the next cycle starts.</param>
public readonly record struct BillingCycle(DateOnly Start, DateOnly End)
{
    /// <summary>
    /// The cycle that holds a day. Cycles begin on the day of the month of the first subscription, or on the last day of a
    /// shorter month. A day before the first cycle counts as of the first.
    /// </summary>
    /// <param name="first">The day on which the first cycle began.</param>
    /// <param name="day">Any day.</param>
    public static BillingCycle Of(DateOnly first, DateOnly day)
    {
        var months = Math.Max(0, ((day.Year - first.Year) * 12) + day.Month - first.Month);
        if (months > 0 && first.AddMonths(months) > day) months--;
        return new BillingCycle(first.AddMonths(months), first.AddMonths(months + 1));
    }

    /// <summary>The cycle after this one.</summary>
    /// <param name="first">As in <see cref="Of"/>.</param>
    public BillingCycle Next(DateOnly first) => Of(first, End);

    /// <summary>The civil date of an instant in a zone.</summary>
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
