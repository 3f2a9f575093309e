namespace CrmEdge.Hosting.Files;

/// <summary>A folder that must not hold our data. Trying again helps only after what the message asks for is done.</summary>
public sealed class UnsafeFolderException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do, on one line.</param>
    /// <param name="inner">What the system answered, if anything.</param>
    public UnsafeFolderException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
