namespace CrmEdge.Tidy.Tests.Model;

/// <summary>A rule over the whole repository, with the samples that prove it can fail and can pass.</summary>
internal interface IRule
{
    IEnumerable<Sample> Samples { get; }

    IEnumerable<Violation> Check(Repo repo);
}
