namespace CrmEdge.Edge.Core.Sync;

/// <summary>When a certificate is to be renewed: from two thirds of its life on, and at once where it is over.</summary>
/// <param name="From">Its start.</param>
/// <param name="Until">Its end.</param>
public readonly record struct CertificateLife(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The instant from which it is to be renewed.</summary>
    public DateTimeOffset RenewFrom => From + ((Until - From) * 2 / 3);

    /// <summary>How long to wait until then; nothing where it is due.</summary>
    /// <param name="now">The best time known: a clock before the start of one's own certificate is wrong.</param>
    public TimeSpan RenewIn(DateTimeOffset now)
    {
        var trusted = now < From ? From : now;
        return RenewFrom > trusted ? RenewFrom - trusted : TimeSpan.Zero;
    }

    /// <summary>Days that are left, with fractions; below zero once it is over.</summary>
    public double DaysLeft(DateTimeOffset now) => (Until - now).TotalDays;
}
