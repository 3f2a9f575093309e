using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>A script can be run as it is, and stops at its first error.</summary>
internal sealed class ScriptsFailLoudly : IRule
{
    private const string Strict = "set -euo pipefail";

    public IEnumerable<Sample> Samples =>
    [
        new(["deploy/x:1"], ("deploy/x", $"#!/usr/bin/env bash\n{Strict}\n")),
        new(["deploy/x:1"], ("deploy/x", "#!/usr/bin/env bash\nrm -rf build\n")) { Executable = ["deploy/x"] },
        Sample.Good(("deploy/x", $"#!/usr/bin/env bash\n# Runs it.\n{Strict}\n"), ("deploy/lib/part", "part() { :; }"))
            with { Executable = ["deploy/x"] },
    ];

    public IEnumerable<Violation> Check(Repo repo)
    {
        foreach (var file in repo.Files.Where(f => f.Text.StartsWith("#!", StringComparison.Ordinal)))
        {
            if (!file.Executable) yield return file.At(1, $"cannot be run: chmod +x {file.Path}");
            if (file.Lines[0].EndsWith("sh", StringComparison.Ordinal) && !file.Lines.Contains(Strict))
                yield return file.At(1, $"goes on after an error: begin with {Strict}");
        }
    }
}
