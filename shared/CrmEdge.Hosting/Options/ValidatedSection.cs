using Microsoft.Extensions.Configuration;

namespace CrmEdge.Hosting.Options;

/// <summary>A section some part of the executable reads, known so that all can be checked together.</summary>
internal sealed record ValidatedSection(string Name, Type Type)
{
    public IEnumerable<string> Errors(IConfiguration configuration) =>
        new SectionValidator().Errors(configuration.GetSection(Name), Type);
}
