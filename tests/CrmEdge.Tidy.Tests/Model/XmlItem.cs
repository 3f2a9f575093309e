using System.Xml;
using System.Xml.Linq;

namespace CrmEdge.Tidy.Tests.Model;

/// <summary>One element of a build file: its name, what it includes or says, and where it stands.</summary>
internal sealed record XmlItem(string Kind, string Value, int Line, XElement Element)
{
    private static readonly string[] Subject = ["Include", "Update", "Remove"];

    public static IEnumerable<XmlItem> In(XElement root, string kind) => root.Descendants(kind).Select(Of);

    public static IEnumerable<XmlItem> In(SourceFile file, string kind) =>
        In(XElement.Parse(file.Text, LoadOptions.SetLineInfo), kind);

    private static XmlItem Of(XElement element) => new(
        element.Name.LocalName,
        Subject.Select(name => (string?)element.Attribute(name)).FirstOrDefault(value => value is not null) ?? element.Value,
        ((IXmlLineInfo)element).LineNumber,
        element);
}
