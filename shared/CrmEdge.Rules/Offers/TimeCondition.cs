namespace CrmEdge.Rules.Offers;

/// <summary>Civil times, in the organisation's own zone. Each empty part allows every time.</summary>
public sealed record TimeCondition
{
    /// <summary>Allows every time.</summary>
    public static TimeCondition Always { get; } = new();

    /// <summary>Days of the week, 1 is Sunday.</summary>
    public IReadOnlyList<int> Days { get; init; } = [];

    /// <summary>Months, 1 is January.</summary>
    public IReadOnlyList<int> Months { get; init; } = [];

    /// <summary>Time of day from which, included.</summary>
    public TimeOnly? Start { get; init; }

    /// <summary>Time of day until which, not included. Before <see cref="Start"/>, it is of the next day.</summary>
    public TimeOnly? End { get; init; }

    /// <summary>First day of validity.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day of validity.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>True for a time that meets every part. Past midnight a window still counts as the day it began on.</summary>
    public bool Includes(CivilTime at)
    {
        var time = at.Time;
        var pastMidnight = Start > End && time < End;
        var day = pastMidnight ? at.Date.AddDays(-1) : at.Date;
        return OnDay(day) && OfDay(time);
    }

    private bool OnDay(DateOnly day) =>
        (Days.Count == 0 || Days.Contains((int)day.DayOfWeek + 1))
        && (Months.Count == 0 || Months.Contains(day.Month))
        && !(day < ValidFrom) && !(day > ValidTo);

    private bool OfDay(TimeOnly time) => Start > End
        ? time >= Start || time < End
        : !(time < Start) && !(time >= End);
}
