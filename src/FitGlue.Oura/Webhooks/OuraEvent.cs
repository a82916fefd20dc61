using System.Text.Json;

namespace FitGlue.Oura.Webhooks;

/// <summary>What happened to an object.</summary>
public enum OuraEventType
{
    /// <summary>It is new.</summary>
    Create,

    /// <summary>It changed: confirmed, edited, computed anew.</summary>
    Update,

    /// <summary>It is gone.</summary>
    Delete,
}

/// <summary>What a webhook says. It carries no data: fetch the object.</summary>
/// <param name="EventType">What happened.</param>
/// <param name="DataType">The collection, such as <c>workout</c>.</param>
/// <param name="ObjectId">A valid <see cref="OuraId"/>.</param>
/// <param name="EventTime">When.</param>
/// <param name="UserId">The <see cref="OuraPersonalInfo.Id"/> of the person.</param>
public sealed record OuraEvent(OuraEventType EventType, string DataType, string ObjectId, DateTimeOffset EventTime, string UserId)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads the body of a webhook. Never throws.</summary>
    public static EventReading Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return Read(json.RootElement);
        }
        // The second: the check for duplicates meets half a surrogate pair in a name.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new EventReading.Unreadable("The body is not JSON.");
        }
    }

    private static EventReading Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return new EventReading.Unreadable("The body is not a JSON object.");
        }

        if (EventTypes.Read(root.Text("event_type")) is not { } type)
        {
            return Unreadable("event_type");
        }

        if (root.Text("data_type") is not { } dataType || !OuraId.IsValid(dataType))
        {
            return Unreadable("data_type");
        }

        if (root.Text("object_id") is not { } objectId || !OuraId.IsValid(objectId))
        {
            return Unreadable("object_id");
        }

        if (root.Text("user_id") is not { } userId || !OuraId.IsValid(userId))
        {
            return Unreadable("user_id");
        }

        return JsonFields.InstantOrUtc(root.Text("event_time")) is { } time
            ? new EventReading.Read(new(type, dataType, objectId, time, userId))
            : Unreadable("event_time");
    }

    private static EventReading.Unreadable Unreadable(string field) => new($"{field} is missing or of a kind that we do not know.");
}

/// <summary>What reading a webhook's body came to.</summary>
public abstract record EventReading
{
    private EventReading() { }

    /// <summary>An event.</summary>
    /// <param name="Event">The event.</param>
    public sealed record Read(OuraEvent Event) : EventReading;

    /// <summary>Not an event that we know.</summary>
    /// <param name="Reason">Names the field; holds nothing of the body.</param>
    public sealed record Unreadable(string Reason) : EventReading;
}

/// <summary>Oura's words for what happened.</summary>
internal static class EventTypes
{
    /// <summary>Null: a word that is new.</summary>
    public static OuraEventType? Read(string? word) =>
        word switch
        {
            "create" => OuraEventType.Create,
            "update" => OuraEventType.Update,
            "delete" => OuraEventType.Delete,
            _ => null,
        };

    public static string Word(this OuraEventType type) => type.ToString().ToLowerInvariant();
}
