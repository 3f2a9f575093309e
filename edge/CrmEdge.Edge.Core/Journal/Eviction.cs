namespace CrmEdge.Edge.Core.Journal;

/// <summary>One unsent telemetry record that may be evicted.</summary>
/// <param name="Seq">Its sequence number.</param>
/// <param name="Bytes">What it counts for.</param>
public readonly record struct EvictionCandidate(long Seq, int Bytes);

/// <summary>Consecutive records that are evicted together and leave one gap.</summary>
/// <param name="First">The first number.</param>
/// <param name="Last">The last number.</param>
/// <param name="Bytes">What they counted for.</param>
public readonly record struct EvictionRun(long First, long Last, long Bytes)
{
    /// <summary>How many records.</summary>
    public long Rows => Last - First + 1;
}

/// <summary>Chooses which telemetry goes.</summary>
public static class Eviction
{
    /// <summary>Candidates looked at in one step.</summary>
    public const int StepRows = 128;

    /// <summary>The shortest beginning of <paramref name="candidates"/> that frees <paramref name="bytes"/> (all of them where
    /// they free less), as runs of consecutive numbers.</summary>
    /// <param name="candidates">Oldest first.</param>
    /// <param name="bytes">What is to be freed; above 0.</param>
    public static IReadOnlyList<EvictionRun> Plan(IReadOnlyList<EvictionCandidate> candidates, long bytes)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var runs = new List<EvictionRun>();
        foreach (var candidate in candidates)
        {
            if (bytes <= 0) break;
            bytes -= candidate.Bytes;
            if (runs.Count > 0 && runs[^1].Last + 1 == candidate.Seq)
                runs[^1] = runs[^1] with { Last = candidate.Seq, Bytes = runs[^1].Bytes + candidate.Bytes };
            else
                runs.Add(new EvictionRun(candidate.Seq, candidate.Seq, candidate.Bytes));
        }

        return runs;
    }
}
