using System.Text.Json;

namespace FitGlue.Oura.Webhooks;

/// <summary>One subscription: an event type of a data type, for every person who uses the application.</summary>
/// <param name="Id">Oura's id.</param>
/// <param name="CallbackUrl">Where events go.</param>
/// <param name="EventType">What it tells of; null where the word is new.</param>
/// <param name="DataType">Oura's word, such as <c>workout</c>.</param>
/// <param name="ExpiresAt">The end, unless it is renewed; null where it cannot be read.</param>
public sealed record OuraSubscription(string Id, string CallbackUrl, OuraEventType? EventType, string DataType, DateTimeOffset? ExpiresAt)
{
    /// <summary>Null: no subscription.</summary>
    internal static OuraSubscription? Read(JsonElement element) =>
        element.Text("id") is { } id && OuraId.IsValid(id)
            ? new(
                id,
                element.Text("callback_url") ?? "",
                EventTypes.Read(element.Text("event_type")),
                element.Text("data_type") ?? "",
                JsonFields.InstantOrUtc(element.Text("expiration_time"))
            )
            : null;
}
