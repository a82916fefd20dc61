using System.Text.Json;
using FitGlue.Tests.Oura;

namespace FitGlue.Tests.Plugins.Oura;

/// <summary>Oura's subscriptions: a list that is made, changed, renewed and deleted, and what is asked of it.</summary>
internal sealed class OuraDesk
{
    private readonly List<Entry> _entries = [];
    private int _made;

    public OuraDesk() => Oura = new(Answer);

    public FakeOura Oura { get; }

    /// <summary>Answers in its place; null: as usual.</summary>
    public Func<Asked, HttpResponseMessage?> Special { get; set; } = _ => null;

    public int LifeDays { get; set; } = 90;

    public IEnumerable<string> Ids => _entries.Select(entry => entry.Id);

    public IEnumerable<string> Calls =>
        Oura.Requests.Select(asked =>
            $"{asked.Method} {asked.Url.AbsolutePath.Replace("/v2/webhook/subscription", "", StringComparison.Ordinal)}"
        );

    public OuraDesk With(string id, Uri callback, double days, string eventType, string dataType = "workout")
    {
        _entries.Add(new(id, callback.AbsoluteUri, eventType, dataType, FakeOura.Now.AddDays(days)));
        return this;
    }

    public OuraDesk With(string eventType, Uri callback, double days) => With(eventType, callback, days, eventType);

    private HttpResponseMessage Answer(Asked asked) => Special(asked) ?? Usual(asked, asked.Url.Segments[^1]);

    private HttpResponseMessage Usual(Asked asked, string id)
    {
        if (asked.Method == "GET")
        {
            return FakeOura.Answer(200, $"[{string.Join(',', _entries.Select(Json))}]");
        }

        if (asked.Method == "POST")
        {
            using var body = JsonDocument.Parse(asked.Body);
            string Field(string name) => body.RootElement.GetProperty(name).GetString()!;
            var made = new Entry(
                $"made-{++_made}",
                Field("callback_url"),
                Field("event_type"),
                Field("data_type"),
                FakeOura.Now.AddDays(LifeDays)
            );
            _entries.Add(made);
            return FakeOura.Answer(201, Json(made));
        }

        var at = _entries.FindIndex(entry => entry.Id == id);
        if (at < 0)
        {
            return FakeOura.Answer(403, """{"detail":"Webhook with specified id does not exist."}""");
        }

        if (asked.Method == "DELETE")
        {
            _entries.RemoveAt(at);
            return FakeOura.Answer(204, "");
        }

        _entries[at] = asked.Url.AbsolutePath.Contains("/renew/")
            ? _entries[at] with
            {
                End = FakeOura.Now.AddDays(LifeDays),
            }
            : _entries[at] with
            {
                Callback = JsonDocument.Parse(asked.Body).RootElement.GetProperty("callback_url").GetString()!,
            };
        return FakeOura.Answer(200, Json(_entries[at]));
    }

    private static string Json(Entry entry) =>
        $$"""{"id":"{{entry.Id}}","callback_url":"{{entry.Callback}}","event_type":"{{entry.EventType}}","data_type":"{{entry.DataType}}","expiration_time":"{{entry.End:O}}"}""";

    private sealed record Entry(string Id, string Callback, string EventType, string DataType, DateTimeOffset End);
}
