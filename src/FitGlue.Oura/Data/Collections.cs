using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>A collection of documents that belong to a day. A new one is a line in <see cref="Collections"/> and two methods of the client.</summary>
/// <param name="Name">As in the address.</param>
/// <param name="Read">Reads one document.</param>
/// <param name="Day">The wearer's local day of a document.</param>
internal sealed record DayCollection<T>(string Name, Func<JsonElement, T> Read, Func<T, DateOnly?> Day);

/// <summary>A collection of readings without ids.</summary>
/// <param name="Name">As in the address.</param>
/// <param name="Read">Null: the row is unusable.</param>
/// <param name="Time">When it was read.</param>
internal sealed record TimeSeries<T>(string Name, Func<JsonElement, T?> Read, Func<T, DateTimeOffset> Time)
    where T : struct;

internal static class Collections
{
    public static readonly DayCollection<OuraWorkout> Workout = new(
        "workout",
        OuraWorkout.Read,
        workout => LocalDay(workout, workout.Start)
    );

    public static readonly DayCollection<OuraSession> Session = new(
        "session",
        OuraSession.Read,
        session => LocalDay(session, session.Start)
    );

    public static readonly DayCollection<OuraReadiness> Readiness = new("daily_readiness", OuraReadiness.Read, document => document.Day);

    public static readonly DayCollection<OuraSleep> Sleep = new("sleep", OuraSleep.Read, document => document.Day);

    public static readonly DayCollection<OuraDailyActivity> Activity = new(
        "daily_activity",
        OuraDailyActivity.Read,
        document => document.Day
    );

    public static readonly TimeSeries<OuraHeartRate> HeartRate = new("heartrate", OuraHeartRate.Read, row => row.Time);

    private static DateOnly? LocalDay(OuraDocument document, DateTimeOffset? start) =>
        document.Day ?? (start is { } time ? DateOnly.FromDateTime(time.DateTime) : null);
}
