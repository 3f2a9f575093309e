using System.Xml.Linq;

namespace CrmEdge.Tidy.Tests.Model;

/// <summary>What a .csproj says about itself.</summary>
internal sealed class Project(SourceFile file)
{
    private readonly XElement _xml = XElement.Parse(file.Text, LoadOptions.SetLineInfo);

    public SourceFile File => file;

    /// <summary>The name without the product's prefix: <c>Cloud.Core</c> of <c>CrmEdge.Cloud.Core</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(file.Path).Replace("CrmEdge.", "", StringComparison.Ordinal);

    public string Sdk => (string?)_xml.Attribute("Sdk") ?? "";

    public IEnumerable<XmlItem> Items(string kind) => XmlItem.In(_xml, kind);

    public IEnumerable<XmlItem> ProjectReferences => Items("ProjectReference").Select(item => item with
    {
        Value = System.IO.Path.GetFileNameWithoutExtension(item.Value.Replace('\\', '/'))
            .Replace("CrmEdge.", "", StringComparison.Ordinal),
    });

    /// <summary>Whether code here is the pure part: no package, no framework, no I/O.</summary>
    public bool IsPure => Name is "Kernel" or "Rules" || Name.EndsWith(".Core", StringComparison.Ordinal);
}
