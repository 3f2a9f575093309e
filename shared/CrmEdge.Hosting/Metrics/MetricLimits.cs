namespace CrmEdge.Hosting.Metrics;

/// <summary>What keeps the exporter small whatever is measured.</summary>
public static class MetricLimits
{
    /// <summary>Instruments exported; later ones are left out and counted.</summary>
    public const int FamiliesMax = 500;

    /// <summary>Label sets of one instrument; later ones are added up under <c>overflow="true"</c>.</summary>
    public const int SeriesMax = 200;

    /// <summary>Characters of one label value; the rest is cut.</summary>
    public const int LabelValueCharsMax = 128;
}
