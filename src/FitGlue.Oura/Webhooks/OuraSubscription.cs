using System.Text.Json;

namespace FitGlue.Oura.Webhooks;

/// <summary>One subscription: an event type of a data type, for every person who uses the application.</summary>
/// <param name="Id">Oura's id.</param>
/// <param name="CallbackUrl">Where events go.</param>
/// <param name="EventType">Oura's word: <c>create</c>, <c>update</c> or <c>delete</c>.</param>
/// <param name="DataType">Oura's word, such as <c>workout</c>.</param>
/// <param name="ExpiresAt">The end, unless it is renewed; null where it cannot be read.</param>
public sealed record OuraSubscription(string Id, string CallbackUrl, string EventType, string DataType, DateTimeOffset? ExpiresAt)
{
    /// <summary>Null: no subscription.</summary>
    internal static OuraSubscription? Read(JsonElement element) =>
        element.Text("id") is { } id && OuraId.IsValid(id)
            ? new(
                id,
                element.Text("callback_url") ?? "",
                element.Text("event_type") ?? "",
                element.Text("data_type") ?? "",
                JsonFields.InstantOrUtc(element.Text("expiration_time"))
            )
            : null;
}
