using System.Text.Json.Nodes;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.OAuth;

/// <summary>The error bodies of both identity providers.</summary>
internal static class OAuthAnswers
{
    public static IResult Error(int status, string error, string? description = null)
    {
        var body = new JsonObject { ["error"] = error };
        if (description is not null)
        {
            body["error_description"] = description;
        }

        return Json(status, body);
    }

    public static IResult BadClient(Portal at) =>
        at is Portal.Legacy ? Error(400, "invalid_client", "Invalid client_id.") : Error(401, "invalid_client");

    public static IResult BadGrant(string description) => Error(400, "invalid_grant", description);

    public static IResult Json(int status, JsonNode body) =>
        Results.Text(body.ToJsonString(Wire.Compact), "application/json", statusCode: status);
}
