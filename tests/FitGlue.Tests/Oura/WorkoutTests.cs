using System.Globalization;
using FitGlue.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class WorkoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // What Oura was seen to do: a bare date is midnight UTC, a workout counts by the instant of its start, both ends inclusive.
    [Theory]
    [InlineData("2026-07-16", "2026-07-16T20:30:00-06:00", "2026-07-16")] // already tomorrow in UTC
    [InlineData("2026-07-16", "2026-07-16T00:10:00+13:00", "2026-07-16")] // still yesterday in UTC
    [InlineData("2026-07-16", "2026-07-16T23:59:00-12:00", "2026-07-16")]
    [InlineData("2026-07-16", "2026-07-16T00:00:00+14:00", "2026-07-16")]
    [InlineData("2026-07-16", "2026-07-16T12:00:00+00:00", "2026-07-16")] // the last day, which an exclusive end loses
    [InlineData("2026-07-16", "2026-07-16T23:41:00+02:00", "2026-07-16")] // crosses midnight
    public async Task Finds_the_workout_of_a_single_local_day(string day, string start, string ownDay)
    {
        var oura = new FakeOura(asked => FakeOura.Answer(200, Page(null, ActsLikeOura(asked, Workout("w1", start, ownDay)))));

        var found = await oura.Client().ListWorkoutsAsync(Day(day), Day(day), FakeOura.Token, Cancellation).ToListAsync(Cancellation);

        found.ShouldHaveSingleItem().Id.ShouldBe("w1");
    }

    [Theory]
    [InlineData("2026-07-15T23:30:00-06:00", "2026-07-15")]
    [InlineData("2026-07-17T00:30:00+09:00", "2026-07-17")]
    [InlineData("2026-07-17T00:30:00+09:00", null)] // no day: that of the start
    public async Task Leaves_out_the_days_around_it(string start, string? ownDay)
    {
        var oura = FakeOura.Answering(200, Page(null, Workout("w1", start, ownDay)));

        var found = await oura.Client()
            .ListWorkoutsAsync(Day("2026-07-16"), Day("2026-07-16"), FakeOura.Token, Cancellation)
            .ToListAsync(Cancellation);

        found.ShouldBeEmpty();
    }

    [Fact]
    public async Task Asks_for_two_days_more_on_either_side()
    {
        var oura = FakeOura.Answering(200, Page(null));

        await oura.Client().ListWorkoutsAsync(Day("2026-03-01"), Day("2026-03-31"), FakeOura.Token, Cancellation).ToListAsync(Cancellation);

        var asked = oura.Requests.ShouldHaveSingleItem();
        asked.Url.AbsolutePath.ShouldBe("/v2/usercollection/workout");
        (asked["start_date"], asked["end_date"]).ShouldBe(("2026-02-27", "2026-04-02"));
        asked.Headers["Authorization"].ShouldBe("Bearer access-token-1");
    }

    [Fact]
    public async Task Stays_inside_the_calendar()
    {
        var oura = FakeOura.Answering(200, Page(null));

        await oura.Client().ListWorkoutsAsync(DateOnly.MinValue, DateOnly.MaxValue, FakeOura.Token, Cancellation).ToListAsync(Cancellation);

        (oura.Requests[0]["start_date"], oura.Requests[0]["end_date"]).ShouldBe(("0001-01-01", "9999-12-31"));
    }

    [Fact]
    public async Task Reads_every_page_with_the_same_question()
    {
        var oura = new FakeOura(asked =>
            asked["next_token"] switch
            {
                null => FakeOura.Answer(200, Page("t+1/=", Workout("w1", "2026-03-01T10:00:00+00:00", "2026-03-01"))),
                "t+1/=" => FakeOura.Answer(200, Page("t2")),
                _ => FakeOura.Answer(200, Page(null, Workout("w2", "2026-03-02T10:00:00+00:00", "2026-03-02"))),
            }
        );

        var found = await March(oura);

        found.Select(workout => workout.Id).ShouldBe(["w1", "w2"]);
        oura.Requests.Count.ShouldBe(3);
        oura.Requests.ShouldAllBe(asked => asked["start_date"] == "2026-02-27" && asked["end_date"] == "2026-04-02");
    }

    [Fact]
    public async Task Does_not_go_round_in_circles()
    {
        var oura = FakeOura.Answering(200, Page("again", Workout("w1", "2026-03-01T10:00:00+00:00", "2026-03-01")));

        await Should.ThrowAsync<OuraUnavailableException>(() => March(oura));

        oura.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Ends_at_an_empty_token()
    {
        var oura = FakeOura.Answering(200, """{"data":[],"next_token":""}""");

        (await March(oura)).ShouldBeEmpty();
        oura.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[{"id":"w1","activ""")]
    [InlineData("<html>maintenance</html>")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"data":[],"next_token":7}""")]
    public async Task Takes_no_other_answer_for_an_empty_list(string body) =>
        await Should.ThrowAsync<OuraUnavailableException>(() => March(FakeOura.Answering(200, body)));

    [Fact]
    public async Task Keeps_the_document_as_it_came()
    {
        const string Json = """{"id":"w1","day":"2026-03-01", "calories": 12.50,"later":{"x":[1,2]},"note":"\u00e4\/"}""";

        var found = await March(FakeOura.Answering(200, $$"""{"data":[{{Json}}],"next_token":null}"""));

        found.ShouldHaveSingleItem().Json.ShouldBe(Json);
    }

    [Fact]
    public void Reads_what_is_odd_without_complaint()
    {
        var workout = OuraWorkout.Read(
            """
            {"id":"w1","activity":"aquaJogging","calories":120,"day":"2026-02-29","distance":269.87872314453125,"intensity":"brutal","label":null,
             "source":"guessed","start_datetime":"2026-03-01T10:35:00+00:00","end_datetime":"2026-03-01T12:53:00.500+02:00","extra":[]}
            """
        );

        workout.Calories.ShouldBe(120);
        workout.Day.ShouldBeNull();
        workout.Distance.ShouldBe(269.87872314453125);
        workout.Intensity.ShouldBe("brutal");
        workout.Source.ShouldBe("guessed");
        workout.Label.ShouldBeNull();
        workout.Start!.Value.Offset.ShouldBe(TimeSpan.Zero);
        workout.End!.Value.Offset.ShouldBe(TimeSpan.FromHours(2));
        (workout.End.Value - workout.Start.Value).ShouldBe(new TimeSpan(0, 0, 18, 0, 500));
    }

    [Theory]
    [InlineData("2026-03-01T10:35:00")] // no offset: whose clock?
    [InlineData("2026-03-01")]
    [InlineData("yesterday")]
    public void Guesses_no_time(string start) => OuraWorkout.Read($$"""{"start_datetime":"{{start}}"}""").Start.ShouldBeNull();

    [Fact]
    public async Task Fetches_one()
    {
        var oura = FakeOura.Answering(200, Workout("w-1", "2026-03-01T10:00:00+00:00", "2026-03-01"));

        (await oura.Client().GetWorkoutAsync("w-1", FakeOura.Token, Cancellation)).ShouldNotBeNull().Id.ShouldBe("w-1");

        oura.Requests[0].Url.AbsoluteUri.ShouldBe("https://oura.example/v2/usercollection/workout/w-1");
    }

    [Fact]
    public async Task Says_that_one_is_gone() =>
        (
            await FakeOura
                .Answering(404, """{"detail":"Document not found."}""")
                .Client()
                .GetWorkoutAsync("w1", FakeOura.Token, Cancellation)
        ).ShouldBeNull();

    [Theory]
    [InlineData("<html>Not found</html>")]
    [InlineData("")]
    [InlineData("""{"detail":"Not Found"}""")]
    public async Task Does_not_take_a_wrong_address_for_a_deleted_workout(string body) =>
        await Should.ThrowAsync<OuraNotFoundException>(() =>
            FakeOura.Answering(404, body).Client().GetWorkoutAsync("w1", FakeOura.Token, Cancellation)
        );

    [Theory]
    [InlineData("../../personal_info")]
    [InlineData("x?y=1")]
    [InlineData("%2e%2e")]
    [InlineData("a\r\nb")]
    [InlineData("..")]
    [InlineData("")]
    public async Task Asks_nothing_for_an_id_that_is_none(string id)
    {
        var oura = FakeOura.Answering(200, "{}");

        await Should.ThrowAsync<ArgumentException>(() => oura.Client().GetWorkoutAsync(id, FakeOura.Token, Cancellation));

        oura.Requests.ShouldBeEmpty();
    }

    private static ValueTask<List<OuraWorkout>> ListAsync(FakeOura oura) =>
        oura.Client().ListWorkoutsAsync(Day("2026-03-01"), Day("2026-03-31"), FakeOura.Token, Cancellation).ToListAsync(Cancellation);

    private static async Task<List<OuraWorkout>> March(FakeOura oura) => await ListAsync(oura);

    private static string[] ActsLikeOura(Asked asked, string workout)
    {
        var start = OuraWorkout.Read(workout).Start!.Value;
        return start >= Midnight(asked["start_date"]!) && start <= Midnight(asked["end_date"]!) ? [workout] : [];
    }

    private static DateTimeOffset Midnight(string day) => new(Day(day), TimeOnly.MinValue, TimeSpan.Zero);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Page(string? next, params string[] workouts) =>
        $$"""{"data":[{{string.Join(',', workouts)}}],"next_token":{{(next is null ? "null" : $"\"{next}\"")}}}""";

    private static string Workout(string id, string start, string? day) =>
        $$"""{"id":"{{id}}","activity":"walking","day":{{(day is null ? "null" : $"\"{day}\"")}},"start_datetime":"{{start}}"}""";
}
