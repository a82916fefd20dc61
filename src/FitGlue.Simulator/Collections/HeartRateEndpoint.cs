using System.Buffers;
using System.Text.Json;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>The heart rate series: pages of a thousand rows, thirty days at most, the last day where nothing is asked.</summary>
internal sealed class HeartRateEndpoint(Store store, World world, Gate gate)
{
    private static readonly HashSet<string> Columns = ["timestamp", "timestamp_unix", "bpm", "source"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v2/usercollection/heartrate", Answer);

    private IResult Answer(HttpRequest request)
    {
        var (caller, refusal) = gate.Open(request, "heartrate");
        if (caller is null)
        {
            return refusal ?? Answers.NotFound();
        }

        var knobs = store.Read(s => s.Knobs);
        if (request.Query["latest"].ToString() is "true" or "True" or "1")
        {
            var now = world.Now.ToUnixTimeSeconds();
            return Rows([.. world.Beats(caller.Person, now - (30 * 86400), now).TakeLast(1)], null, null);
        }

        var (query, unreadable) = Query(request, knobs);
        return query is null ? unreadable ?? Answers.BadToken() : Page(caller.Person, query, knobs);
    }

    private (PageToken? Query, IResult? Refusal) Query(HttpRequest request, Knobs knobs)
    {
        var (start, badStart) = DateQuery.Read(request, "start_datetime");
        var (end, badEnd) = DateQuery.Read(request, "end_datetime");
        if ((badStart ?? badEnd) is { } unreadable)
        {
            return (null, unreadable);
        }

        if (request.Query["next_token"].ToString() is { Length: > 0 } token)
        {
            return (PageToken.Read(token), null);
        }

        var to = end ?? world.Now;
        var from = start ?? to.AddDays(-1);
        if (from > to)
        {
            return (null, Answers.Reversed(knobs));
        }

        if (to - from > TimeSpan.FromDays(knobs.HeartRateMaxDays))
        {
            return (null, Answers.Detail(400, $"The requested range must not exceed {knobs.HeartRateMaxDays} days"));
        }

        // A start with a fraction of a second excludes the whole second that it lies in.
        var first = (long)Math.Ceiling((from - DateTimeOffset.UnixEpoch).TotalSeconds);
        return (new PageToken(first, to.ToUnixTimeSeconds(), request.Query["fields"].ToString(), first, null, 0), null);
    }

    private IResult Page(Person person, PageToken query, Knobs knobs)
    {
        var rows = world.Beats(person, query.At, query.End ?? 0).Skip(query.Skip).Take(knobs.HeartRatePageSize + 1).ToArray();
        if (rows.Length <= knobs.HeartRatePageSize)
        {
            return Rows(rows, query, null);
        }

        var next = rows[^1].Second;
        var sent = rows[..^1].Count(r => r.Second == next) + (query.At == next ? query.Skip : 0);
        return Rows(rows[..^1], query, (query with { At = next, Skip = sent }).ToString());
    }

    private static IResult Rows(Beat[] beats, PageToken? query, string? next)
    {
        var wanted = Wanted(query?.Fields);
        var buffer = new ArrayBufferWriter<byte>(110 * (beats.Length + 1));
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Compact.Encoder });
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var beat in beats)
        {
            Write(json, beat, wanted);
        }

        json.WriteEndArray();
        json.WriteString("next_token", next);
        json.WriteEndObject();
        json.Flush();
        return Results.Bytes(buffer.WrittenMemory.ToArray(), "application/json");
    }

    private static void Write(Utf8JsonWriter json, Beat beat, HashSet<string> wanted)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", Wire.Time(DateTimeOffset.FromUnixTimeSeconds(beat.Second)));
        if (wanted.Contains("timestamp_unix"))
        {
            json.WriteNumber("timestamp_unix", beat.Second * 1000);
        }

        if (wanted.Contains("bpm"))
        {
            json.WriteNumber("bpm", beat.Bpm);
        }

        if (wanted.Contains("source"))
        {
            json.WriteString("source", beat.Source);
        }

        json.WriteEndObject();
    }

    private static HashSet<string> Wanted(string? fields)
    {
        var named = (fields ?? "").Split(',', StringSplitOptions.TrimEntries).Intersect(Columns).ToHashSet();
        return named.Count == 0 ? Columns : named;
    }
}
