using FitGlue.Oura;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class DayDocumentTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("daily_readiness")]
    [InlineData("sleep")]
    [InlineData("daily_activity")]
    public async Task Asks_for_two_days_more_on_either_side_and_keeps_the_days_asked_for(string collection)
    {
        var oura = new FakeOura(asked => FakeOura.Answer(200, asked["next_token"] is null ? Page("p2", 26, 27, 28) : Page(null, 1, 2, 3)));

        var days = await DaysAsync(oura, collection, new(2026, 2, 28), Day);

        days.ShouldBe([new(2026, 2, 28), Day]);
        oura.Requests.Count.ShouldBe(2);
        oura.Requests[0].Url.AbsolutePath.ShouldBe("/v2/usercollection/" + collection);
        (oura.Requests[0]["start_date"], oura.Requests[0]["end_date"]).ShouldBe(("2026-02-26", "2026-03-03"));
    }

    [Theory]
    [InlineData("daily_readiness")]
    [InlineData("sleep")]
    [InlineData("daily_activity")]
    public async Task Does_not_walk_in_a_circle(string collection)
    {
        var oura = FakeOura.Answering(200, Page("again", 1));

        await Should.ThrowAsync<OuraUnavailableException>(() => DaysAsync(oura, collection, Day, Day));

        oura.Requests.Count.ShouldBe(2);
    }

    // After travel the nominal midnight of the timestamp is dated the day before.
    [Fact]
    public void Believes_the_day_and_not_the_timestamp() =>
        OuraReadiness.Read("""{"id":"r1","day":"2026-03-01","score":80,"timestamp":"2026-02-28T17:00:00-07:00"}""").Day.ShouldBe(Day);

    [Fact]
    public void Reads_a_sleep_that_lasts_still()
    {
        var sleep = OuraSleep.Read("""{"id":"s1","day":"2026-03-01","bedtime_start":"2026-02-28T23:10:00+01:00","bedtime_end":null}""");

        sleep.BedtimeStart.ShouldBe(new(2026, 2, 28, 23, 10, 0, TimeSpan.FromHours(1)));
        sleep.BedtimeEnd.ShouldBeNull();
    }

    [Theory]
    [InlineData("255", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("null", null)]
    [InlineData("\"48\"", null)]
    [InlineData("1e400", null)]
    [InlineData("48", 48)]
    [InlineData("48.0", 48)]
    public void Knows_no_lowest_heart_rate_where_oura_writes_that_it_has_none(string written, int? lowest) =>
        OuraSleep.Read($$"""{"lowest_heart_rate":{{written}}}""").LowestHeartRate.ShouldBe(lowest);

    [Fact]
    public async Task Finds_the_newest_reading_with_one_request()
    {
        var oura = FakeOura.Answering(
            200,
            """{"data":[{"bpm":61,"source":"rest","timestamp":"2026-03-01T07:42:10+00:00"}],"next_token":null}"""
        );

        (await oura.Client().GetLatestHeartRateAsync(FakeOura.Token, Cancellation))!.Value.Time.ShouldBe(
            new(2026, 3, 1, 7, 42, 10, TimeSpan.Zero)
        );

        oura.Requests.ShouldHaveSingleItem().Url.Query.ShouldBe("?latest=true");
    }

    [Fact]
    public async Task Finds_the_newest_reading_among_many_and_none_among_none()
    {
        var many = FakeOura.Answering(
            200,
            """{"data":[{"bpm":61,"timestamp":"2026-03-01T07:00:00+00:00"},{"bpm":70,"timestamp":"2026-03-01T09:00:00+00:00"},{"bpm":62,"timestamp":"2026-03-01T08:00:00+00:00"},{}],"next_token":null}"""
        );
        var none = FakeOura.Answering(200, """{"data":[],"next_token":null}""");

        (await many.Client().GetLatestHeartRateAsync(FakeOura.Token, Cancellation))!.Value.Bpm.ShouldBe(70);
        (await none.Client().GetLatestHeartRateAsync(FakeOura.Token, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Reads_every_recorded_readiness()
    {
        var client = FakeOura.Answering(200, SharedData.Text("oura-samples/real-daily-readiness-list.json")).Client();

        var read = await client
            .ListReadinessAsync(new(2024, 11, 11), new(2024, 11, 12), FakeOura.Token, Cancellation)
            .ToListAsync(Cancellation);

        read.Select(one => (one.Score, one.TemperatureDeviation)).ShouldBe([(86, 0.1), (87, -0.29)]);
    }

    [Fact]
    public void Reads_a_recorded_sleep_and_a_recorded_day()
    {
        var sleep = OuraSleep.Read(SharedData.Text("oura-samples/real-sleep-single.json"));
        var day = OuraDailyActivity.Read(SharedData.Text("oura-samples/real-daily-activity-single.json"));

        (sleep.Type, sleep.AverageHrv, sleep.LowestHeartRate, sleep.AverageHeartRate).ShouldBe(("long_sleep", 38, 60, 71.25));
        sleep.Asleep.ShouldBe(TimeSpan.FromSeconds(23_220));
        (day.Steps, day.NonWear, day.Medium, day.High).ShouldBe(
            (15_185, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(4860), TimeSpan.FromSeconds(2460))
        );
        day.Classes!.Length.ShouldBe(288);
    }

    private static async Task<List<DateOnly?>> DaysAsync(FakeOura oura, string collection, DateOnly from, DateOnly to)
    {
        var client = oura.Client();
        IAsyncEnumerable<OuraDocument> documents = collection switch
        {
            "sleep" => client.ListSleepAsync(from, to, FakeOura.Token, Cancellation),
            "daily_activity" => client.ListActivityAsync(from, to, FakeOura.Token, Cancellation),
            _ => client.ListReadinessAsync(from, to, FakeOura.Token, Cancellation),
        };
        return await documents.Select(document => document.Day).ToListAsync(Cancellation);
    }

    private static string Page(string? next, params int[] days) =>
        $$"""{"data":[{{string.Join(',', days.Select(Document))}}],"next_token":{{(next is null ? "null" : $"\"{next}\"")}}}""";

    private static string Document(int day) => $$"""{"id":"d{{day}}","day":"2026-{{(day > 20 ? "02" : "03")}}-{{day:00}}"}""";
}
