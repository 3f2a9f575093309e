using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Journal;

/// <summary>What a lane holds that the cloud never confirmed.</summary>
/// <param name="Rows">Records.</param>
/// <param name="Bytes">What they count for.</param>
public readonly record struct LaneUse(long Rows, long Bytes)
{
    /// <summary>With one more, or several more, records.</summary>
    public LaneUse Plus(LaneUse more) => new(Rows + more.Rows, Bytes + more.Bytes);

    /// <summary>With some records gone. There must have been as many.</summary>
    public LaneUse Minus(LaneUse less)
    {
        Invariant.Holds(less.Rows <= Rows && less.Bytes <= Bytes);
        return new LaneUse(Rows - less.Rows, Bytes - less.Bytes);
    }
}
