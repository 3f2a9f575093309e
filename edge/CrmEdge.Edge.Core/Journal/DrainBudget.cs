namespace CrmEdge.Edge.Core.Journal;

/// <summary>How much goes into one batch: in order, at most so many rows and bytes, but always at least one row, so that a
/// large record cannot stop the line.</summary>
/// <param name="rowsMax">Rows at most; above 0.</param>
/// <param name="bytesMax">Bytes at most.</param>
public struct DrainBudget(int rowsMax, long bytesMax)
{
    private long _bytes;

    /// <summary>Rows taken so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Takes one more row where it fits.</summary>
    public bool TryTake(int bytes)
    {
        if (Rows >= rowsMax || (Rows > 0 && _bytes + bytes > bytesMax)) return false;
        Rows++;
        _bytes += bytes;
        return true;
    }
}
