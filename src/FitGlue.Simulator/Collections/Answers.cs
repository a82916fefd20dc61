using System.Text.Json.Nodes;
using FitGlue.Simulator.OAuth;

namespace FitGlue.Simulator.Collections;

/// <summary>Errors of the data API: always a <c>detail</c>.</summary>
internal static class Answers
{
    public static IResult Detail(int status, string detail) => OAuthAnswers.Json(status, new JsonObject { ["detail"] = detail });

    public static IResult NotFound() => Detail(404, "Document not found.");

    public static IResult Reversed(Knobs knobs) => Detail(knobs.ReversedRangeStatus, "Start time is greater than end time");

    public static IResult BadToken() => Detail(400, "Invalid next_token");

    public static IResult MembershipLapsed(int status) =>
        Detail(status, "Access forbidden. The user's Oura membership has expired and their data is not available via the API.");
}
