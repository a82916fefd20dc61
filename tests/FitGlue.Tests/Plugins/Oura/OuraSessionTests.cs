using System.Text;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Testing;
using FitGlue.Tests.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

/// <summary>Sessions of the Oura app as activities, and who takes them.</summary>
public sealed class OuraSessionTests
{
    private const string Moment =
        """{"id":"s1","day":"2026-03-01","type":"meditation","start_datetime":"2026-03-01T20:00:00+01:00","end_datetime":"2026-03-01T20:10:00+01:00","heart_rate":{"interval":5.0,"items":[null,61.4,null,60.5,0,2000],"timestamp":"2026-03-01T20:00:00.000+01:00"}}""";

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 20, 0, 0, TimeSpan.FromHours(1));
    private static readonly Uri Callback = new("https://fitglue.example/webhooks/oura");
    private static readonly Secret Token = new("a1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_session_becomes_an_activity_with_an_id_that_no_workout_has()
    {
        var activity = Map(Moment);

        (activity.Source, activity.ExternalId, activity.Title).ShouldBe(("oura", "session-s1", "Meditation Session"));
        (activity.Type.Key, activity.RawType, activity.StartTime, activity.EndTime).ShouldBe(
            ("meditation", "meditation", Start, Start.AddMinutes(10))
        );
        (activity.Calories, activity.DistanceMeters, activity.Detection).ShouldBe((null, null, null));
    }

    [Theory]
    [InlineData("breathing", "Breathing Session")]
    [InlineData("nap", "Nap Session")]
    [InlineData("body_status", "Body status Session")]
    [InlineData("sound_bath", "Workout Session")]
    public void The_kind_names_it(string type, string title) =>
        Map(Moment.Replace("meditation", type, StringComparison.Ordinal)).Title.ShouldBe(title);

    [Fact]
    public void Its_heart_rate_is_its_own_and_holes_stay_holes() =>
        Source()
            .SessionHeartRate(Document(Moment))
            .ShouldBe([new(Start.AddSeconds(5), 61, "session"), new(Start.AddSeconds(15), 60, "session")]);

    [Theory]
    [InlineData("""{"id":"s1","type":"rest","end_datetime":"2026-03-01T20:10:00+01:00"}""", "start_datetime")]
    [InlineData("""{"id":"s1","type":"rest","start_datetime":"2026-03-01T20:10:00+01:00"}""", "end_datetime")]
    [InlineData(
        """{"id":"s1","type":"rest","start_datetime":"2026-03-01T20:10:00+01:00","end_datetime":"2026-03-01T19:10:00+00:00"}""",
        "not after"
    )]
    [InlineData("""{"id":"s1","start_datetime":"2026-03-01T20:00:00+01:00","end_datetime":"2026-03-01T20:10:00+01:00"}""", "type")]
    [InlineData("[]", "JSON object")]
    public void What_is_no_session_says_what_it_lacks(string json, string what) =>
        Should.Throw<UnreadableDocumentException>(() => Map(json)).Message.ShouldContain(what);

    [Fact]
    public void Survives_any_document()
    {
        foreach (var json in new[] { "", "null", "[]", "{}", "42", "<html>", "{\"heart_rate\":", "{\"type\":\"\\ud800\"}", new('[', 5000) })
        {
            Source().SessionKind(Document(json)).ShouldBeNull(json);
            Source().SessionHeartRate(Document(json)).ShouldBeEmpty(json);
            Should.Throw<UnreadableDocumentException>(() => Map(json), json);
        }
    }

    [Fact]
    public void No_kind_is_taken_unless_a_pipeline_says_so()
    {
        Kinds("{}").ShouldBeEmpty();
        Kinds("""{"meditationSessions":true,"bodyStatusSessions":true}""").ShouldBe(["meditation", "body_status"]);
        Kinds(
            """{"breathingSessions":true,"meditationSessions":true,"napSessions":true,"relaxationSessions":true,"restSessions":true,"bodyStatusSessions":true}"""
        )
            .Count.ShouldBe(6);
    }

    [Fact]
    public void A_pipeline_that_does_not_take_the_kind_holds_it_back_and_one_that_does_asks_nothing_more()
    {
        var session = Map(Moment);

        HeldBack(session, "{}").ShouldBe("It is a session of the Oura app (meditation), which this pipeline does not take.");
        HeldBack(session, """{"napSessions":true}""").ShouldNotBeNull();
        HeldBack(session, """{"meditationSessions":true,"minimumMinutes":60,"kinds":"running","kindRule":"takeOnly"}""").ShouldBeNull();
    }

    [Fact]
    public async Task Lists_and_fetches_under_its_own_id()
    {
        var listing = FakeOura.Answering(200, $$"""{"data":[{{Moment}},{"type":"rest","day":"2026-03-01"}],"next_token":null}""");
        var fetching = FakeOura.Answering(200, Moment);
        var day = new DateOnly(2026, 3, 1);

        var listed = await Source(listing).ListSessionsAsync(day, day, Token, Cancellation).ToListAsync(Cancellation);
        var fetched = await Source(fetching).FetchSessionAsync("session-s1", Token, Cancellation);

        listed.ShouldHaveSingleItem().ShouldBe(Document(Moment));
        fetched.ShouldBe(Document(Moment));
        fetching.Requests.ShouldHaveSingleItem().Url.AbsolutePath.ShouldBe("/v2/usercollection/session/s1");
    }

    [Theory]
    [InlineData("s1")]
    [InlineData("session-")]
    [InlineData("session-../personal_info")]
    public async Task Asks_for_no_session_under_another_id(string id)
    {
        var oura = FakeOura.Answering(200, Moment);

        await Should.ThrowAsync<RejectedException>(() => Source(oura).FetchSessionAsync(id, Token, Cancellation));

        oura.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workout_cannot_pass_for_a_session()
    {
        var day = new DateOnly(2026, 3, 1);
        var oura = FakeOura.Answering(200, """{"data":[{"id":"session-s1","day":"2026-03-01"}],"next_token":null}""");

        (await OuraServer.Source(oura).ListWorkoutsAsync(day, day, Token, Cancellation).ToListAsync(Cancellation)).ShouldBeEmpty();
        await Should.ThrowAsync<RejectedException>(() => OuraServer.Source(oura).FetchWorkoutAsync("session-s1", Token, Cancellation));
    }

    [Fact]
    public async Task Says_that_the_permission_is_missing()
    {
        var fault = await Should.ThrowAsync<LimitedException>(() =>
            Source(FakeOura.Answering(403, """{"detail":"scope"}""")).FetchSessionAsync("session-s1", Token, Cancellation)
        );

        fault.Message.ShouldContain("'session'");
        (Source().SessionScope.Scope, Source().SessionScope.Required).ShouldBe(("session", false));
    }

    [Fact]
    public void The_sign_in_asks_for_it_where_it_is_wanted()
    {
        var request = new AuthorizeRequest("s", "c", new("https://fitglue.example/connections/oura/callback"));

        OuraServer.Source().AuthorizeUrl(request).Query.ShouldNotContain("session");
        OuraServer.Source().AuthorizeUrl(request with { AlsoScopes = ["session"] }).Query.ShouldContain("daily%20extapi%3Asession");
    }

    [Fact]
    public void An_event_of_a_session_names_it_as_its_document_does()
    {
        const string Body =
            """{"event_type":"delete","data_type":"session","object_id":"s1","event_time":"2026-03-01T08:00:00+00:00","user_id":"u1"}""";

        var read = ((INotifyingSource)OuraServer.Source()).ReadWebhook(OuraServer.Sign(Encoding.UTF8.GetBytes(Body)));

        var told = read.ShouldBeOfType<WebhookReading.Accepted>().Event;
        (told.DataType, told.ObjectId, told.ConcernsWorkouts).ShouldBe(("session", "session-s1", true));
    }

    [Fact]
    public async Task Subscribes_to_sessions_while_somebody_takes_them_and_no_longer()
    {
        var desk = new OuraDesk();
        var source = (INotifyingSource)OuraServer.Source(desk.Oura);

        var with = await source.EnsureSubscriptionsAsync(Callback, withSessions: true, Cancellation);
        var again = await source.EnsureSubscriptionsAsync(Callback, withSessions: true, Cancellation);
        desk.With("foreign", new("https://other.example/hook"), 80, "create", "session");
        var without = await source.EnsureSubscriptionsAsync(Callback, withSessions: false, Cancellation);

        (with.Count, with.Repaired, again.Repaired, without.Count).ShouldBe((6, 6, 0, 3));
        desk.Oura.Requests.Count(asked => asked.Body.Contains("\"data_type\":\"session\"")).ShouldBe(3);
        desk.Ids.Count().ShouldBe(4, "three of workouts, and one of somebody else");
    }

    [Fact]
    public void Reads_a_recorded_session()
    {
        var document = Document(SharedData.Text("oura-samples/real-session-single.json"));
        var activity = Map(document.Json);

        var heartRate = HeartRate.Of(Source().SessionHeartRate(document), activity.StartTime, activity.EndTime);

        activity.Title.ShouldBe("Body status Session");
        heartRate.Samples.Length.ShouldBeGreaterThan(100);
        heartRate.Samples[0].Time.ShouldBe(activity.StartTime.AddSeconds(20));
        heartRate.AverageBpm!.Value.ShouldBeInRange(80, 92);
    }

    private static SourceDocument Document(string json) => new("session-s1", json);

    private static Activity Map(string json) => OuraServer.Source().Map(Document(json)).ShouldNotBeNull();

    private static IReadOnlyCollection<string> Kinds(string settings) => Source().SessionKinds(Settings(settings));

    private static string? HeldBack(Activity session, string settings) => Source().HeldBackBy(session, Settings(settings));

    private static object Settings(string json) => Source().Settings.Read(System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject());

    private static ISessionSource Source(FakeOura? oura = null) => (ISessionSource)OuraServer.Source(oura);
}
