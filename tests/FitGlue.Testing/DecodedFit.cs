using System.Text.Json.Nodes;

namespace FitGlue.Testing;

/// <summary>FIT files as Garmin's own decoder reads them.</summary>
public static class DecodedFit
{
    public static JsonObject Of(byte[] file) => OfAll([file])[0];

    public static IReadOnlyList<JsonObject> OfAll(IEnumerable<byte[]> files)
    {
        using var folder = new TemporaryFolder();
        string[] paths = [.. files.Select((bytes, index) => folder.Write($"{index}.fit", bytes))];
        return [.. JsonNode.Parse(Oracle.Node("decode-fit.mjs", paths))!.AsArray().Select(file => file!.AsObject())];
    }
}
