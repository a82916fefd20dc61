using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace FitGlue.Engine.Answers;

/// <summary>A case that anybody may read: times, counts, states and versions; no tokens, names, addresses or foreign ids.</summary>
public static partial class CaseFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string Version =
        typeof(CaseFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <param name="evidence">Its texts for the person are marked as no part of a case.</param>
    public static string Of<T>(Answer answer, T evidence, DateTimeOffset now) =>
        Mask(
            new JsonObject
            {
                ["schema"] = 1,
                ["program"] = $"FitGlue {Version}",
                ["system"] = $"{Environment.OSVersion.Platform}, .NET {Environment.Version}",
                ["at"] = now,
                ["question"] = answer.Question,
                ["verdict"] = answer.Verdict,
                ["severity"] = JsonSerializer.SerializeToNode(answer.Severity, Json),
                ["evidence"] = JsonSerializer.SerializeToNode(evidence, Json),
            }.ToJsonString(Json)
        );

    /// <summary>The second belt: whatever looks like an address, a token or an id is masked.</summary>
    public static string Mask(string text) => Id.Replace(Address.Replace(text, "[address]"), "[id]");

    [GeneratedRegex(@"[^\s""@]+@[^\s""@]+\.[A-Za-z]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{24,}\b", RegexOptions.None, 1000)]
    private static partial Regex Id { get; }
}
