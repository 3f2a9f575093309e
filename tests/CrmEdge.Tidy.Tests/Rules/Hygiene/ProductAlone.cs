using System.Text.RegularExpressions;
using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>The repository speaks of the product: not of the machines, registries, tickets or tools it was made with.</summary>
internal sealed partial class ProductAlone : IRule
{
    // In pieces, so that this file keeps its own rule.
    private static readonly string[] Foreign =
    [
        "/wo" + "rk/main", "/ro" + "ot/x", "/ho" + "me/anna/x", "https://api.nu" + "get.org", "registry.np" + "mjs.org",
        "deb.deb" + "ian.org", "see iss" + "ue #12", "closes #" + "7", "as an A" + "I", "an L" + "LM", "helper ses" + "sion",
    ];

    public IEnumerable<Sample> Samples =>
    [
        .. Foreign.Select(text => new Sample(["docs/x.md:2"], ("docs/x.md", "first\n" + text))),
        Sample.Good(("docs/x.md", "The edge agent opens this session; GS1 AI 01; https://shop/work/1; issue a credit; /homes/")),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from file in repo.Files
        from line in file.Lines.Index()
        from pattern in (Regex[])[MachinePath(), Registry(), Making()]
        let found = pattern.Match(line.Item)
        where found.Success
        select file.At(line.Index + 1, $"'{found}' is not about the product: say it without, or leave it out");

    [GeneratedRegex(@"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]/\w+)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(?:nuge[t]\.org|npmj[s]\.(?:org|com)|debia[n]\.org|pyp[i]\.org)\b")]
    private static partial Regex Registry();

    [GeneratedRegex(
        @"\b(?:(?:issues?|closes|fixes) \#\d+|as an A[I]|A[I][ -](?:agent|assistant|model|generated|written)|L[L]Ms?"
        + @"|language mode[l]s?|Clau[d]e|ChatG[P]T|Open[A]I|Anthropi[c]|Copilo[t]|helper sessio[n]s?)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Making();
}
