using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Simulator.OAuth;

namespace FitGlue.Simulator.Webhooks;

/// <summary>The body of a create or change; what is wrong with it is answered as the real validation answers.</summary>
internal sealed record SubscriptionRequest(string? CallbackUrl, string? VerificationToken, string? EventType, string? DataType)
{
    public static async Task<(SubscriptionRequest? Body, IResult? Refusal)> ReadAsync(
        HttpRequest request,
        IReadOnlyList<string> required,
        CancellationToken cancellationToken
    )
    {
        JsonNode? json;
        try
        {
            json = await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken);
        }
        catch (JsonException)
        {
            return (null, Refuse([Problem("json_invalid", "body", "JSON decode error")]));
        }

        string? Text(string name) =>
            json is JsonObject body && body[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;
        var read = new SubscriptionRequest(Text("callback_url"), Text("verification_token"), Text("event_type"), Text("data_type"));
        JsonNode[] problems =
        [
            .. required.Where(name => Text(name) is null).Select(name => Problem("missing", name, "Field required")),
            .. Choice("event_type", read.EventType, DataTypes.Events),
            .. Choice("data_type", read.DataType, DataTypes.All),
            .. read.CallbackUrl is { } url && !IsWeb(url)
                ? [Problem("url_parsing", "callback_url", "Input should be a valid URL")]
                : Array.Empty<JsonNode>(),
        ];
        return problems.Length == 0 ? (read, null) : (null, Refuse(problems));
    }

    private static bool IsWeb(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    private static IEnumerable<JsonNode> Choice(string name, string? value, IReadOnlyList<string> choices) =>
        value is null || choices.Contains(value)
            ? []
            : [Problem("enum", name, $"Input should be {string.Join(", ", choices.Select(c => $"'{c}'"))}")];

    private static JsonObject Problem(string type, string name, string message) =>
        new()
        {
            ["type"] = type,
            ["loc"] = new JsonArray("body", name),
            ["msg"] = message,
        };

    private static IResult Refuse(IEnumerable<JsonNode> problems) =>
        OAuthAnswers.Json(422, new JsonObject { ["detail"] = new JsonArray([.. problems]) });
}
