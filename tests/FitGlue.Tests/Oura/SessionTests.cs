using FitGlue.Oura;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

/// <summary>Sessions with the series inside them.</summary>
public sealed class SessionTests
{
    private const string Moment =
        """{"id":"s1","day":"2026-03-01","type":"meditation","start_datetime":"2026-03-01T20:00:00+01:00","end_datetime":"2026-03-01T20:10:00+01:00","heart_rate":{"interval":5.0,"items":[null,61.4,60],"timestamp":"2026-03-01T20:00:00.000+01:00"},"heart_rate_variability":null,"mood":"good","motion_count":null}""";

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 20, 0, 0, TimeSpan.FromHours(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_the_sessions_of_a_day_and_leaves_out_those_of_the_next()
    {
        var oura = FakeOura.Answering(200, $$"""{"data":[{{Moment}},{"id":"s2","day":"2026-03-02"}],"next_token":null}""");

        var listed = await oura.Client()
            .ListSessionsAsync(new(2026, 3, 1), new(2026, 3, 1), FakeOura.Token, Cancellation)
            .ToListAsync(Cancellation);

        oura.Requests.ShouldHaveSingleItem().Url.AbsolutePath.ShouldBe("/v2/usercollection/session");
        var session = listed.ShouldHaveSingleItem();
        (session.Id, session.Type, session.Start, session.End).ShouldBe(("s1", "meditation", Start, Start.AddMinutes(10)));
        session.Json.ShouldBe(Moment);
        (session.HeartRate!.Start, session.HeartRate.Interval).ShouldBe((Start, TimeSpan.FromSeconds(5)));
        session.HeartRate.Items.ShouldBe([null, 61.4, 60]);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, false)]
    public async Task Fetches_one_or_says_that_it_is_not_there(int status, bool isThere)
    {
        var oura = FakeOura.Answering(status, isThere ? Moment : """{"detail":"Document s1 not found"}""");

        var session = await oura.Client().GetSessionAsync("s1", FakeOura.Token, Cancellation);

        oura.Requests.ShouldHaveSingleItem().Url.AbsolutePath.ShouldBe("/v2/usercollection/session/s1");
        (session is not null).ShouldBe(isThere);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[61]")]
    [InlineData("""{"interval":0,"items":[61],"timestamp":"2026-03-01T20:00:00+01:00"}""")]
    [InlineData("""{"interval":-5,"items":[61],"timestamp":"2026-03-01T20:00:00+01:00"}""")]
    [InlineData("""{"interval":1e300,"items":[61],"timestamp":"2026-03-01T20:00:00+01:00"}""")]
    [InlineData("""{"interval":5,"items":"61","timestamp":"2026-03-01T20:00:00+01:00"}""")]
    [InlineData("""{"interval":5,"items":[61],"timestamp":"2026-03-01T20:00:00"}""")]
    [InlineData("""{"interval":5,"items":[61]}""")]
    public void Reads_no_series_where_there_is_none(string series) =>
        OuraSession.Read($$"""{"id":"s1","heart_rate":{{series}}}""").HeartRate.ShouldBeNull();

    [Fact]
    public void Takes_an_item_that_is_no_number_for_a_hole() =>
        OuraSession
            .Read("""{"heart_rate":{"interval":5,"items":[61,"62",{},63,1e999],"timestamp":"2026-03-01T20:00:00+01:00"}}""")
            .HeartRate!.Items.ShouldBe([61, null, null, 63, null]);

    [Fact]
    public void Reads_a_recorded_session()
    {
        var session = OuraSession.Read(SharedData.Text("oura-samples/real-session-single.json"));

        (session.Type, session.End - session.Start).ShouldBe(("body_status", TimeSpan.FromSeconds(722)));
        session.HeartRate!.Items.Take(5).ShouldBe([null, null, null, null, 84.3]);
        session.HeartRate.Items.Count.ShouldBe(149, "a little longer than the session itself");
    }
}
