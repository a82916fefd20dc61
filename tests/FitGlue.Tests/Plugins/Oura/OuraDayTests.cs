using FitGlue.Core;
using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Testing;
using FitGlue.Tests.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraDayTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly Secret Token = new("a1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_documents_as_they_came_and_passes_over_what_has_no_id_or_no_day()
    {
        const string Night = """{"id":"s1", "day":"2026-03-01"}""";
        var source = Source(FakeOura.Answering(200, $$"""{"data":[{"id":"s2"},{"day":"2026-03-01"},{{Night}}],"next_token":null}"""));

        var listed = await source.ListDaysAsync(DayRecordKind.Sleep, Day, Day, Token, Cancellation).ToListAsync(Cancellation);

        listed.ShouldHaveSingleItem().ShouldBe(new("s1", Day, Night));
    }

    [Theory]
    [InlineData(DayRecordKind.Readiness, "/v2/usercollection/daily_readiness")]
    [InlineData(DayRecordKind.Sleep, "/v2/usercollection/sleep")]
    [InlineData(DayRecordKind.Movement, "/v2/usercollection/daily_activity")]
    public async Task Says_in_our_terms_what_went_wrong(DayRecordKind kind, string path)
    {
        var oura = FakeOura.Answering(403, """{"detail":"scope"}""");
        var source = Source(oura);

        await Should.ThrowAsync<LimitedException>(async () =>
            await source.ListDaysAsync(kind, Day, Day, Token, Cancellation).ToListAsync(Cancellation)
        );

        oura.Requests.ShouldHaveSingleItem().Url.AbsolutePath.ShouldBe(path);
        source.DayRecordScopes[kind].ShouldBe("daily");
    }

    [Fact]
    public void Reads_readiness() =>
        Read(DayRecordKind.Readiness, """{"day":"2026-03-01","score":82,"temperature_deviation":-0.21}""")
            .ShouldBe(new DayRecord.Readiness(Day, 82, -0.21));

    [Fact]
    public void Reads_the_contributors_of_readiness_that_tell_of_the_body() =>
        Read(
                DayRecordKind.Readiness,
                """{"day":"2026-03-01","score":null,"contributors":{"hrv_balance":55,"resting_heart_rate":1,"body_temperature":100,"recovery_index":null,"activity_balance":12}}"""
            )
            .ShouldBe(
                new DayRecord.Readiness(Day, null, null)
                {
                    HrvBalance = 55,
                    RestingHeartRate = 1,
                    BodyTemperature = 100,
                }
            );

    [Theory]
    [InlineData("""{"hrv_balance":0,"resting_heart_rate":101,"body_temperature":"80"}""")]
    [InlineData("""[55]""")]
    [InlineData("null")]
    public void Reads_no_contributor_that_is_none(string contributors) =>
        Read(DayRecordKind.Readiness, $$"""{"day":"2026-03-01","score":70,"contributors":{{contributors}}}""")
            .ShouldBe(new DayRecord.Readiness(Day, 70, null));

    [Theory]
    [InlineData("long_sleep", SleepKind.Night)]
    [InlineData("sleep", SleepKind.Nap)]
    [InlineData("late_nap", SleepKind.Nap)]
    [InlineData("rest", SleepKind.Rest)]
    [InlineData("deleted", SleepKind.Deleted)]
    [InlineData("a_new_word", SleepKind.Night)]
    public void Reads_a_sleep_of_each_type(string type, SleepKind kind) =>
        Read(DayRecordKind.Sleep, SleepOf(type, 7 * 3600, 255))
            .ShouldBe(
                new DayRecord.Sleep(
                    Day,
                    kind,
                    new(2026, 2, 28, 23, 0, 0, TimeSpan.FromHours(1)),
                    new(2026, 3, 1, 7, 0, 0, TimeSpan.FromHours(1)),
                    TimeSpan.FromHours(7),
                    41,
                    LowestBpm: null,
                    AverageBpm: 58.125
                )
            );

    [Fact]
    public void Takes_a_short_sleep_of_a_new_type_for_a_nap() =>
        Read(DayRecordKind.Sleep, SleepOf("a_new_word", 1800, 52)).ShouldBeOfType<DayRecord.Sleep>().Kind.ShouldBe(SleepKind.Nap);

    [Theory]
    [InlineData("", 0)]
    [InlineData("0123", 0)]
    [InlineData("3335533", 10)]
    [InlineData("44011455540", 25)]
    [InlineData("4x4", 5)]
    [InlineData("444", 15)]
    public void Measures_the_longest_stretch_of_medium_and_high_activity(string classes, int minutes)
    {
        var movement = Read(
                DayRecordKind.Movement,
                $$"""{"day":"2026-03-01","class_5_min":"{{classes}}","steps":9,"non_wear_time":600,"medium_activity_time":60,"high_activity_time":120}"""
            )
            .ShouldBeOfType<DayRecord.Movement>();

        movement.LongestModerate.ShouldBe(classes.Length == 0 ? null : TimeSpan.FromMinutes(minutes));
        (movement.Steps, movement.NonWear, movement.Moderate).ShouldBe((9, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(3)));
    }

    [Theory]
    [InlineData(DayRecordKind.Readiness, """{"day":"2026-03-01","score":null,"temperature_deviation":null}""")]
    [InlineData(DayRecordKind.Sleep, """{"day":"2026-03-01","bedtime_start":null}""")]
    [InlineData(
        DayRecordKind.Sleep,
        """{"day":"2026-03-01","bedtime_start":"2026-03-01T07:00:00+01:00","bedtime_end":"2026-03-01T05:00:00+00:00"}"""
    )]
    [InlineData(DayRecordKind.Movement, """{"day":"2026-03-01","steps":-1,"non_wear_time":1e300}""")]
    [InlineData(DayRecordKind.Movement, """{"steps":1}""")]
    public void Reads_nothing_where_nothing_is_to_be_read(DayRecordKind kind, string json) => Read(kind, json).ShouldBeNull();

    [Fact]
    public void Survives_any_document()
    {
        string[] hostile =
        [
            "",
            "null",
            "[]",
            "{}",
            "42",
            "<html>",
            "{\"day\":",
            "{\"\\ud800\":1}",
            "{\"day\":\"\\ud800\"}",
            new('[', 5000),
        ];
        foreach (var kind in Enum.GetValues<DayRecordKind>())
        {
            foreach (var json in hostile)
            {
                Read(kind, json).ShouldBeNull(json);
            }
        }
    }

    [Fact]
    public void Reads_recorded_documents()
    {
        var night = Read(DayRecordKind.Sleep, SharedData.Text("oura-samples/real-sleep-single.json")).ShouldBeOfType<DayRecord.Sleep>();
        var day = Read(DayRecordKind.Movement, SharedData.Text("oura-samples/real-daily-activity-single.json"))
            .ShouldBeOfType<DayRecord.Movement>();

        (night.Kind, night.Day, night.LowestBpm).ShouldBe((SleepKind.Night, new DateOnly(2024, 10, 10), 60));
        day.Moderate.ShouldBe(TimeSpan.FromSeconds(7320));
        day.LongestModerate.ShouldBe(TimeSpan.FromMinutes(45));
    }

    [Fact]
    public async Task Knows_when_the_newest_reading_was_taken()
    {
        var source = OuraServer.Source(
            FakeOura.Answering(200, """{"data":[{"bpm":61,"timestamp":"2026-03-01T07:42:10+00:00"}],"next_token":null}""")
        );

        (await source.FetchLastDataAsync(Token, Cancellation)).ShouldBe(new(2026, 3, 1, 7, 42, 10, TimeSpan.Zero));
    }

    private static IDayRecordSource Source(FakeOura oura) => (IDayRecordSource)OuraServer.Source(oura);

    private static DayRecord? Read(DayRecordKind kind, string json) => Source(FakeOura.Answering(500, "")).ReadDay(kind, json);

    private static string SleepOf(string type, int asleep, int lowest) =>
        $$"""{"id":"s1","day":"2026-03-01","type":"{{type}}","bedtime_start":"2026-02-28T23:00:00+01:00","bedtime_end":"2026-03-01T07:00:00+01:00","total_sleep_duration":{{asleep}},"average_hrv":41,"lowest_heart_rate":{{lowest}},"average_heart_rate":58.125}""";
}
