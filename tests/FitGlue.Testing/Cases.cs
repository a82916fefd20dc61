using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace FitGlue.Testing;

/// <summary>Worked cases beside the test: figures that were computed by another program.</summary>
public static class Cases
{
    public static JsonObject Read(string file, [CallerFilePath] string test = "") =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(test)!, "Cases", file)))!.AsObject();
}
