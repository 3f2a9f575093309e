namespace CrmEdge.Edge.Core.Journal.Operations;

/// <summary>What an unknown operation turned out to be. The numbers are stored.</summary>
public enum Resolution
{
    /// <summary>Not resolved, or never unknown.</summary>
    None = 0,

    /// <summary>It had been approved.</summary>
    Approved = 1,

    /// <summary>It had been declined, or had never arrived.</summary>
    Declined = 2,

    /// <summary>It was undone.</summary>
    Reversed = 3,
}
