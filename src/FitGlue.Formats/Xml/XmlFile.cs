using System.Text;
using System.Xml;

namespace FitGlue.Formats.Xml;

/// <summary>
/// Reads XML of strangers: no document type, nothing fetched, bounded in size and depth; namespaces may be missing or undeclared.
/// A file that breaks off is told as far as it goes.
/// </summary>
internal static class XmlFile
{
    private const int MaxDepth = 32;
    private const int MaxText = 64 * 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = FileLimits.Bytes,
        MaxCharactersFromEntities = MaxText,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    };

    /// <summary>Name of the outermost element without its prefix; null where this is no XML.</summary>
    public static string? RootOf(Stream stream)
    {
        try
        {
            using var reader = Open(stream);
            return reader.MoveToContent() is XmlNodeType.Element ? reader.LocalName : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <returns>Why the reading ended before the end; null where it did not.</returns>
    /// <exception cref="UnreadableFileException">The file is too large or too deep, or wants something that no workout needs.</exception>
    public static string? Read(Stream stream, IXmlListener listener)
    {
        try
        {
            using var reader = Open(stream);
            Walk(reader, listener);
            return null;
        }
        catch (XmlException exception)
        {
            return $"The file is cut off or damaged at line {exception.LineNumber}. What came before was read.";
        }
    }

    private static XmlReader Open(Stream stream)
    {
        var names = new NameTable();
        return XmlReader.Create(
            new BoundedStream(stream),
            Settings,
            new XmlParserContext(names, new AnyPrefix(names), null, XmlSpace.None)
        );
    }

    private static void Walk(XmlReader reader, IXmlListener listener)
    {
        var path = new List<string>();
        var text = new StringBuilder();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    text.Clear();
                    Open(reader, listener, path);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    Append(text, reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    Close(listener, path, text);
                    break;
            }
        }
    }

    private static void Open(XmlReader reader, IXmlListener listener, List<string> path)
    {
        if (path.Count == MaxDepth)
        {
            throw new UnreadableFileException(
                $"The file nests elements more than {MaxDepth} deep, which no workout does. Export it again."
            );
        }

        path.Add(reader.LocalName);
        var empty = reader.IsEmptyElement;
        listener.Opened(new(path), reader);
        if (empty)
        {
            Close(listener, path, new StringBuilder());
        }
    }

    private static void Close(IXmlListener listener, List<string> path, StringBuilder text)
    {
        listener.Closed(new(path), text.ToString().Trim());
        text.Clear();
        path.RemoveAt(path.Count - 1);
    }

    private static void Append(StringBuilder text, string more) =>
        text.Append(more.AsSpan(0, Math.Min(more.Length, MaxText - text.Length)));

    /// <summary>Writers forget to declare what they use.</summary>
    private sealed class AnyPrefix(XmlNameTable names) : XmlNamespaceManager(names)
    {
        public override string? LookupNamespace(string prefix) => base.LookupNamespace(prefix) ?? $"undeclared:{prefix}";
    }
}
