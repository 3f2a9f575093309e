namespace CrmEdge.Hosting.Options;

/// <summary>The configuration has mistakes; the message names every one. Trying again without a change is no use.</summary>
public sealed class ConfigurationErrorsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errors">One line for each mistake, of all sections.</param>
    public ConfigurationErrorsException(IReadOnlyList<string> errors)
        : base($"Mistakes in the configuration: {errors.Count}\n  {string.Join("\n  ", errors)}") =>
        Errors = errors;

    /// <summary>One line for each mistake: its key, what is wrong and what to write instead.</summary>
    public IReadOnlyList<string> Errors { get; }
}
