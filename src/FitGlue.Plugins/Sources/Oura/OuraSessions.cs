using System.Text.Json;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Oura;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Sessions of the Oura app in our own terms; pure. Their heart rate is in the document itself.</summary>
internal static class OuraSessions
{
    /// <summary>Oura's ids do not say of what they are.</summary>
    public const string Prefix = "session-";

    public static bool IsSession(string objectId) => objectId.StartsWith(Prefix, StringComparison.Ordinal);

    public static string ObjectIdOf(string id) => Prefix + id;

    public static string IdOf(string objectId) => objectId[Prefix.Length..];

    public static IReadOnlyCollection<string> Kinds(OuraSourceSettings settings) =>
        [
            .. new[]
            {
                (Kind: "breathing", IsTaken: settings.BreathingSessions),
                (Kind: "meditation", IsTaken: settings.MeditationSessions),
                (Kind: "nap", IsTaken: settings.NapSessions),
                (Kind: "relaxation", IsTaken: settings.RelaxationSessions),
                (Kind: "rest", IsTaken: settings.RestSessions),
                (Kind: "body_status", IsTaken: settings.BodyStatusSessions),
            }
                .Where(choice => choice.IsTaken)
                .Select(choice => choice.Kind),
        ];

    public static string? HeldBackBy(Activity session, OuraSourceSettings settings) =>
        Kinds(settings).Contains(session.RawType)
            ? null
            : $"It is a session of the Oura app ({session.Type.Name.ToLowerInvariant()}), which this pipeline does not take.";

    public static string? KindOf(SourceDocument document) => TryRead(document)?.Type;

    public static Activity Map(SourceDocument document)
    {
        var session = TryRead(document) ?? throw Unreadable("it must be a JSON object");
        var start = session.Start ?? throw Unreadable("start_datetime is missing or no time with an offset");
        var end = session.End ?? throw Unreadable("end_datetime is missing or no time with an offset");
        if (start.Year is < 1971 or > 2200)
        {
            throw Unreadable("start_datetime is no year of a session");
        }

        if (end <= start)
        {
            throw Unreadable("end_datetime is not after start_datetime");
        }

        var kind = Sports.FindSession(session.Type ?? throw Unreadable("type is missing")) ?? Sport.Other;
        return new Activity
        {
            Source = OuraSource.Id,
            ExternalId = document.ObjectId,
            Title = $"{kind.Name} Session",
            Type = kind,
            RawType = session.Type,
            StartTime = start,
            EndTime = end,
        };
    }

    public static IReadOnlyList<HeartRateSample> HeartRate(SourceDocument document) =>
        TryRead(document)?.HeartRate is not { } series
            ? []
            :
            [
                .. series
                    .Items.Index()
                    .Where(item => item.Item is >= 1 and < 1000)
                    .Select(item => new HeartRateSample(
                        series.Start + (item.Index * series.Interval),
                        (int)Math.Round(item.Item!.Value),
                        "session"
                    )),
            ];

    private static OuraSession? TryRead(SourceDocument document)
    {
        try
        {
            return OuraSession.Read(document.Json);
        }
        catch (JsonException)
        {
            // Kind and heart rate of what is no session are not known; whoever maps it is told.
            return null;
        }
    }

    private static UnreadableDocumentException Unreadable(string what) => new($"Oura session: {what}.");
}
