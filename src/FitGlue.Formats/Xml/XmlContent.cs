using System.Xml;

namespace FitGlue.Formats.Xml;

/// <summary>What is told of an XML file while it is read once from front to back. Names come without their prefix.</summary>
internal interface IXmlListener
{
    void Opened(XmlPlace place, XmlReader attributes);

    /// <param name="text">The text of an element that holds nothing else.</param>
    void Closed(XmlPlace place, string text);
}

/// <summary>An element and those around it.</summary>
internal readonly ref struct XmlPlace(IReadOnlyList<string> path)
{
    public string Name => path[^1];

    public string Parent => path.Count > 1 ? path[^2] : "";
}
