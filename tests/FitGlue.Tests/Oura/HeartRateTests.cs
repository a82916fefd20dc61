using FitGlue.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class HeartRateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.FromHours(-6));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_what_lies_in_the_range_and_keeps_real_duplicates()
    {
        var oura = FakeOura.Answering(200, Page(Row(-1), Row(0), Row(5), Row(5), Row(60), Row(61)));

        var found = await ListAsync(oura, Start, Start.AddSeconds(60));

        found.Select(row => (row.Time - Start).TotalSeconds).ShouldBe([0, 5, 5, 60]);
        (oura.Requests[0]["start_datetime"], oura.Requests[0]["end_datetime"]).ShouldBe(
            ("2026-01-01T14:00:00+00:00", "2026-01-01T14:01:00+00:00")
        );
    }

    [Fact]
    public async Task Asks_for_at_most_thirty_days_at_once_and_takes_a_reading_at_a_border_once()
    {
        var border = TimeSpan.FromDays(30).TotalSeconds;
        var oura = FakeOura.Answering(200, Page(Row(border - 1), Row(border), Row(border + 1), Row(2 * border), Row(2 * border + 7)));

        var found = await ListAsync(oura, Start, Start.AddDays(65));

        found.Select(row => (row.Time - Start).TotalSeconds).ShouldBe([border - 1, border, border + 1, 2 * border, 2 * border + 7]);
        oura.Requests.Select(asked => asked["start_datetime"])
            .ShouldBe(["2026-01-01T14:00:00+00:00", "2026-01-31T14:00:00+00:00", "2026-03-02T14:00:00+00:00"]);
        oura.Requests[^1]["end_datetime"].ShouldBe("2026-03-07T14:00:00+00:00");
    }

    [Fact]
    public async Task Needs_one_question_for_exactly_thirty_days()
    {
        var oura = FakeOura.Answering(200, Page());

        await ListAsync(oura, Start, Start.AddDays(30));

        oura.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Loses_no_fraction_at_the_ends()
    {
        var oura = FakeOura.Answering(200, Page());

        await ListAsync(oura, Start.AddMilliseconds(500), Start.AddMilliseconds(10_500));

        (oura.Requests[0]["start_datetime"], oura.Requests[0]["end_datetime"]).ShouldBe(
            ("2026-01-01T14:00:00+00:00", "2026-01-01T14:00:11+00:00")
        );
    }

    [Fact]
    public async Task Reads_rows_of_every_age_and_leaves_out_what_is_none()
    {
        var unix = Start.AddSeconds(3).ToUnixTimeMilliseconds();
        var oura = FakeOura.Answering(
            200,
            Page(
                """{"bpm":91.0,"source":"brand_new","timestamp":"2026-01-01T14:00:01+00:00"}""",
                """{"bpm":92,"source":null,"timestamp":"2026-01-01T14:00:02Z","timestamp_unix":1}""",
                $$"""{"bpm":93,"timestamp_unix":{{unix}}}""",
                """{"bpm":null,"source":"rest","timestamp":"2026-01-01T14:00:04+00:00"}""",
                """{"bpm":1e9,"source":"rest","timestamp":"2026-01-01T14:00:05+00:00"}""",
                """{"bpm":94,"source":"rest","timestamp":"soon"}""",
                "7"
            )
        );

        var found = await ListAsync(oura, Start, Start.AddMinutes(1));

        found.Select(row => (row.Bpm, row.Source)).ShouldBe([(91, "brand_new"), (92, null), (93, null)]);
    }

    private static async Task<List<OuraHeartRate>> ListAsync(FakeOura oura, DateTimeOffset from, DateTimeOffset to) =>
        await oura.Client().ListHeartRateAsync(from, to, FakeOura.Token, Cancellation).ToListAsync(Cancellation);

    private static string Row(double second) =>
        $$"""{"bpm":90,"source":"workout","timestamp":"{{Start.AddSeconds(second).ToUniversalTime():yyyy-MM-dd'T'HH:mm:sszzz}}"}""";

    private static string Page(params string[] rows) => $$"""{"data":[{{string.Join(',', rows)}}],"next_token":null}""";
}
