using System.Runtime.CompilerServices;
using System.Text.Json;
using FitGlue.Oura.Authorization;

namespace FitGlue.Oura;

/// <summary>
/// A person's data. Every call may throw an <see cref="OuraException"/>; none is repeated here. The client holds no token, so one
/// serves every person.
/// </summary>
/// <param name="http">Its timeout bounds each request, from first byte to last.</param>
/// <param name="apiBaseUrl">The address above <c>/v2</c>.</param>
/// <param name="time">For timeouts and Retry-After.</param>
public sealed class OuraClient(HttpClient http, Uri apiBaseUrl, TimeProvider time)
{
    private const int LargestAnswer = 32 * 1024 * 1024;
    private const int LongestPageToken = 8192;

    private readonly Transport _transport = new(http, time, LargestAnswer);

    /// <summary>Whose token it is. Needs no scope.</summary>
    public async Task<OuraPersonalInfo> GetPersonalInfoAsync(AccessToken token, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(Address("personal_info"), token, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw Refusal.Of(answer);
        }

        using var json = answer.Parse();
        return OuraPersonalInfo.Read(json.RootElement) ?? throw new OuraUnavailableException("Oura's personal_info holds no id.");
    }

    /// <summary>The workouts whose local day of the start lies in [from, to], in Oura's order (oldest first).</summary>
    /// <remarks>Needs the scope <c>workout</c>.</remarks>
    public IAsyncEnumerable<OuraWorkout> ListWorkoutsAsync(
        DateOnly from,
        DateOnly to,
        AccessToken token,
        CancellationToken cancellationToken
    ) => ListAsync(Collections.Workout, new(from, to), token, cancellationToken);

    /// <summary>One workout; null where Oura does not have it (any more).</summary>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public Task<OuraWorkout?> GetWorkoutAsync(string id, AccessToken token, CancellationToken cancellationToken) =>
        GetDocumentAsync(Collections.Workout, id, token, cancellationToken);

    /// <summary>The sessions whose local day of the start lies in [from, to], with their readings.</summary>
    /// <remarks>Needs the scope <c>session</c>.</remarks>
    public IAsyncEnumerable<OuraSession> ListSessionsAsync(
        DateOnly from,
        DateOnly to,
        AccessToken token,
        CancellationToken cancellationToken
    ) => ListAsync(Collections.Session, new(from, to), token, cancellationToken);

    /// <summary>One session; null where Oura does not have it (any more).</summary>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public Task<OuraSession?> GetSessionAsync(string id, AccessToken token, CancellationToken cancellationToken) =>
        GetDocumentAsync(Collections.Session, id, token, cancellationToken);

    /// <summary>
    /// The readings with from ≤ time ≤ to, in Oura's order. Longer ranges than Oura's 30 days are asked for in parts,
    /// and a reading at the border of two parts comes once.
    /// </summary>
    /// <remarks>Needs the scope <c>heartrate</c>. Readings may arrive hours after the workout they belong to.</remarks>
    public IAsyncEnumerable<OuraHeartRate> ListHeartRateAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        AccessToken token,
        CancellationToken cancellationToken
    ) => ListAsync(Collections.HeartRate, from, to, token, cancellationToken);

    /// <summary>The newest reading that Oura has, whenever it was taken; null: none. One small request.</summary>
    /// <remarks>Needs the scope <c>heartrate</c>.</remarks>
    public async Task<OuraHeartRate?> GetLatestHeartRateAsync(AccessToken token, CancellationToken cancellationToken)
    {
        OuraHeartRate? newest = null;
        await foreach (var row in PagesAsync(Address(Collections.HeartRate.Name, ("latest", "true")), token, cancellationToken))
        {
            // One row. Were the parameter ignored, it would be those of the last day.
            if (Collections.HeartRate.Read(row) is { } read && !(newest?.Time >= read.Time))
            {
                newest = read;
            }
        }

        return newest;
    }

    /// <summary>The readiness of the days in [from, to].</summary>
    /// <remarks>Needs the scope <c>daily</c>.</remarks>
    public IAsyncEnumerable<OuraReadiness> ListReadinessAsync(
        DateOnly from,
        DateOnly to,
        AccessToken token,
        CancellationToken cancellationToken
    ) => ListAsync(Collections.Readiness, new(from, to), token, cancellationToken);

    /// <summary>The periods of sleep that count for the days in [from, to], deleted ones and naps included.</summary>
    /// <remarks>Needs the scope <c>daily</c>.</remarks>
    public IAsyncEnumerable<OuraSleep> ListSleepAsync(DateOnly from, DateOnly to, AccessToken token, CancellationToken cancellationToken) =>
        ListAsync(Collections.Sleep, new(from, to), token, cancellationToken);

    /// <summary>The movement of the days in [from, to].</summary>
    /// <remarks>Needs the scope <c>daily</c>.</remarks>
    public IAsyncEnumerable<OuraDailyActivity> ListActivityAsync(
        DateOnly from,
        DateOnly to,
        AccessToken token,
        CancellationToken cancellationToken
    ) => ListAsync(Collections.Activity, new(from, to), token, cancellationToken);

    private async IAsyncEnumerable<T> ListAsync<T>(
        DayCollection<T> collection,
        DayRange range,
        AccessToken token,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var first = Address(collection.Name, ("start_date", range.QueryStart), ("end_date", range.QueryEnd));
        await foreach (var document in PagesAsync(first, token, cancellationToken))
        {
            var read = collection.Read(document);
            if (range.Holds(collection.Day(read)))
            {
                yield return read;
            }
        }
    }

    private async IAsyncEnumerable<T> ListAsync<T>(
        TimeSeries<T> series,
        DateTimeOffset from,
        DateTimeOffset to,
        AccessToken token,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where T : struct
    {
        foreach (var window in TimeWindow.Split(from, to))
        {
            var first = Address(series.Name, ("start_datetime", window.QueryStart), ("end_datetime", window.QueryEnd));
            await foreach (var row in PagesAsync(first, token, cancellationToken))
            {
                if (series.Read(row) is { } read && window.Holds(series.Time(read)))
                {
                    yield return read;
                }
            }
        }
    }

    private async Task<T?> GetDocumentAsync<T>(
        DayCollection<T> collection,
        string id,
        AccessToken token,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (!OuraId.IsValid(id))
        {
            throw new ArgumentException("Not an id of Oura's.", nameof(id));
        }

        var answer = await GetAsync(Address($"{collection.Name}/{Uri.EscapeDataString(id)}"), token, cancellationToken);
        if (answer.IsSuccess)
        {
            using var json = answer.Parse();
            return json.RootElement.ValueKind is JsonValueKind.Object
                ? collection.Read(json.RootElement)
                : throw new OuraUnavailableException("Oura's document is no JSON object.");
        }

        return SaysThatItIsGone(answer) ? null : throw Refusal.Of(answer);
    }

    // A person's workout is deleted on the strength of this: a web page or the web framework's own "Not Found" for a wrong address is not enough.
    private static bool SaysThatItIsGone(Answer answer) =>
        answer.Status is 404 or 410 && answer.Detail() is { Length: > 0 } and not "Not Found";

    private async IAsyncEnumerable<JsonElement> PagesAsync(
        Uri first,
        AccessToken token,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var seen = new HashSet<string>();
        for (string? next = null; ; )
        {
            var answer = await GetAsync(Url.With(first, ("next_token", next)), token, cancellationToken);
            if (!answer.IsSuccess)
            {
                throw Refusal.Of(answer);
            }

            using var json = answer.Parse();
            foreach (var row in RowsOf(json.RootElement))
            {
                yield return row;
            }

            next = NextOf(json.RootElement);
            if (string.IsNullOrEmpty(next))
            {
                yield break;
            }

            if (!seen.Add(next))
            {
                throw new OuraUnavailableException("Oura's pages lead in a circle.");
            }
        }
    }

    private static IEnumerable<JsonElement> RowsOf(JsonElement page) =>
        page.Field("data") is { ValueKind: JsonValueKind.Array } data
            ? data.EnumerateArray().Where(row => row.ValueKind is JsonValueKind.Object)
            : throw new OuraUnavailableException("Oura's answer holds no list.");

    // A token that cannot be read is not the end: whoever takes half a list for the whole believes that the rest was deleted.
    private static string? NextOf(JsonElement page) =>
        page.Field("next_token") switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { } token => token.Text() is { Length: <= LongestPageToken } text
                ? text
                : throw new OuraUnavailableException("Oura's answer holds no readable next_token."),
        };

    private Uri Address(string path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        Url.Below(apiBaseUrl, $"/v2/usercollection/{path}", query);

    private async Task<Answer> GetAsync(Uri address, AccessToken token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", token.Value);
        request.Headers.Accept.Add(new("application/json"));
        return await _transport.SendAsync(request, cancellationToken);
    }
}
