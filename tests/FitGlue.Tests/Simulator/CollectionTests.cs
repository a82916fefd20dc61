using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

public sealed partial class CollectionTests
{
    [Fact]
    public async Task Any_token_opens_the_id_and_scopes_open_the_rest()
    {
        await using var cloud = await Cloud.StartAsync();
        var person = cloud.Control.Person("demo");

        var bare = await cloud.ReadAsync("personal_info", cloud.TokenFor("demo", "extapi:workout"));
        var full = await cloud.ReadAsync("personal_info", cloud.TokenFor("demo", "personal", "extapi:email"));

        bare.ToJsonString()
            .ShouldBe($$"""{"id":"{{person.UserId}}","age":null,"weight":null,"height":null,"biological_sex":null,"email":null}""");
        full.ToJsonString()
            .ShouldBe(
                $$"""{"id":"{{person.UserId}}","age":38,"weight":74.5,"height":1.76,"biological_sex":"female","email":"demo@ring.example"}"""
            );
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_missing_scope_is_answered_as_the_knob_says(int status)
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { MissingScopeStatus = status });
        var token = cloud.TokenFor("demo", "extapi:workout");

        await cloud.GetAsync("/v2/usercollection/heartrate", token).ShouldAnswerAsync(status);
        await cloud.GetAsync("/v2/usercollection/daily_sleep", token).ShouldAnswerAsync(status);
        await cloud.GetAsync("/v2/usercollection/workout", token).ShouldAnswerAsync(200);
    }

    /// <summary>A bare date is midnight UTC and both ends belong to the range; what is compared differs from collection to collection.</summary>
    [Theory]
    [InlineData("daily_sleep", "2026-03-11", "2026-03-12", "2026-03-11 2026-03-12")]
    [InlineData("daily_readiness", "2026-03-11", "2026-03-12", "2026-03-11 2026-03-12")]
    [InlineData("daily_stress", "2026-03-11", "2026-03-11", "2026-03-11")]
    [InlineData("daily_activity", "2026-03-11", "2026-03-12", "2026-03-11")]
    [InlineData("daily_activity", "2026-03-11", "2026-03-12T23:59:59", "2026-03-11 2026-03-12")]
    [InlineData("daily_activity", "2026-03-11T04:00:00+01:00", "2026-03-12T03:59:59+01:00", "2026-03-11")]
    public async Task Dates_select_days_as_measured(string collection, string start, string end, string days)
    {
        await using var cloud = await Cloud.StartAsync();

        var list = await cloud.ListAsync(
            $"{collection}?start_date={Uri.EscapeDataString(start)}&end_date={Uri.EscapeDataString(end)}",
            cloud.TokenFor()
        );

        list.Select(d => d["day"]!.GetValue<string>()).ShouldBe(days.Split(' '));
    }

    [Fact]
    public async Task A_sleep_belongs_to_the_day_of_waking_and_is_found_by_its_beginning()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        var nights = (await cloud.ListAsync("sleep", token)).Where(n => n["type"]!.GetValue<string>() == "long_sleep").ToArray();
        var night = nights.First(n => Instant(n, "bedtime_start").UtcDateTime.Date < DateTime.Parse(n["day"]!.GetValue<string>()));
        var day = DateOnly.Parse(night["day"]!.GetValue<string>());
        async Task<bool> FindsAsync(int from, int to) =>
            (await cloud.ListAsync($"sleep?start_date={day.AddDays(from):yyyy-MM-dd}&end_date={day.AddDays(to):yyyy-MM-dd}", token)).Any(
                n => n["id"]!.GetValue<string>() == night["id"]!.GetValue<string>()
            );

        (await FindsAsync(0, 0)).ShouldBeFalse();
        (await FindsAsync(-1, 0)).ShouldBeTrue();
        (await FindsAsync(0, 2)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_workout_of_the_evening_counts_for_the_next_day_west_of_greenwich()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor("noa");
        var evening = cloud.Control.AddWorkout(
            new NewWorkout { Person = "noa", Start = new DateTimeOffset(2026, 3, 20, 20, 30, 0, TimeSpan.FromHours(-4)) }
        );
        async Task<bool> FindsAsync(string start, string end) =>
            (await cloud.ListAsync($"workout?start_date={start}&end_date={end}", token)).Any(w =>
                w["id"]!.GetValue<string>() == evening.Id
            );

        (await FindsAsync("2026-03-20", "2026-03-21")).ShouldBeFalse();
        (await FindsAsync("2026-03-21", "2026-03-22")).ShouldBeTrue();
        (await FindsAsync("2026-03-20", "2026-03-21T00:30:00")).ShouldBeTrue();
        (await cloud.ReadAsync($"workout/{evening.Id}", token))["day"]!.GetValue<string>().ShouldBe("2026-03-20");
    }

    [Theory]
    [InlineData("workout", "start_datetime")]
    [InlineData("sleep", "bedtime_start")]
    [InlineData("session", "start_datetime")]
    public async Task Lists_are_oldest_first_by_instant_and_not_by_text(string collection, string field)
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { DocumentPageSize = 0 }, days: 300);

        var list = await cloud.ListAsync(collection, cloud.TokenFor());

        var instants = list.Select(d => Instant(d, field)).ToArray();
        instants.ShouldBe(instants.Order().ToArray());
        if (collection is "workout")
        {
            var texts = list.Select(d => d[field]!.GetValue<string>()).ToArray();
            texts.SequenceEqual(texts.Order(StringComparer.Ordinal)).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(0)]
    public async Task Pages_of_any_size_hold_the_same_documents(int size)
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { DocumentPageSize = size }, days: 40);
        var token = cloud.TokenFor();
        const string Range = "start_date=2026-03-01&end_date=2026-03-11";

        List<string> ids = [];
        var page = await cloud.ReadAsync($"workout?{Range}&next_token=", token);
        for (var pages = 1; ; pages++)
        {
            page["data"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(size == 0 ? int.MaxValue : size);
            ids.AddRange(page["data"]!.AsArray().Select(d => d!["id"]!.GetValue<string>()));
            if (page["next_token"] is not { } next)
            {
                break;
            }

            page = await cloud.ReadAsync($"workout?{(pages % 2 == 0 ? Range + "&" : "")}next_token={next}", token);
        }

        var (from, to) = (new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 11, 0, 0, 0, TimeSpan.Zero));
        ids.ShouldBe(cloud.Control.Workouts("demo").Where(w => w.Start >= from && w.Start <= to).Select(w => w.Id));
    }

    [Fact]
    public async Task Named_fields_come_with_id_and_day_and_unknown_names_are_ignored()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        async Task<IEnumerable<string>> KeysAsync(string query) => (await cloud.ListAsync("workout?" + query, token))[0].Select(p => p.Key);

        (await KeysAsync("fields=calories,nonsense")).ShouldBe(["id", "calories", "day"]);
        (await KeysAsync("fields=nonsense")).Count().ShouldBe(10);
        (await cloud.ListAsync("workout?latest=true", token)).Count.ShouldBe(100);
    }

    [Theory]
    [InlineData("start_date=1", 200)]
    [InlineData("start_date=0024-01-01", 200)]
    [InlineData("start_date=ayer", 422)]
    [InlineData("start_date=2026-02-29", 422)]
    [InlineData("end_date=2026-03-01T00:00:00Z", 200)]
    [InlineData("start_date=2026-03-02&end_date=2026-03-01", 400)]
    [InlineData("next_token=nonsense", 400)]
    public async Task Odd_dates_are_read_as_the_real_validation_reads_them(string query, int status)
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await cloud.GetAsync("/v2/usercollection/workout?" + query, cloud.TokenFor()).ShouldAnswerAsync(status);

        if (query.EndsWith("ayer", StringComparison.Ordinal))
        {
            answer
                .ToJsonString()
                .ShouldBe(
                    """{"detail":[{"type":"datetime_from_date_parsing","loc":["query","start_date","datetime"],"msg":"Input should be a valid datetime or date","input":"ayer"}]}"""
                );
        }
    }

    [Fact]
    public async Task What_is_not_there_and_who_is_not_known_are_answered_as_recorded()
    {
        await using var cloud = await Cloud.StartAsync();

        await cloud
            .GetAsync("/v2/usercollection/workout/not-existing", cloud.TokenFor())
            .ShouldAnswerAsync(404, """{"detail":"Document not found."}""");
        await cloud
            .GetAsync("/v2/usercollection/workout")
            .ShouldAnswerAsync(400, """{"detail":"Token is missing from Request Authorization Header"}""");
        await cloud.GetAsync("/v2/usercollection/workout", "made-up").ShouldAnswerAsync(401);
        await cloud.GetAsync("/v2/usercollection/heartrate/some-id", cloud.TokenFor()).ShouldAnswerAsync(404);
    }

    [Fact]
    public async Task A_lapsed_membership_closes_the_data_of_that_person_alone()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.ChangePerson("demo", p => p with { MembershipActive = false });

        var refusal = await cloud.GetAsync("/v2/usercollection/workout", cloud.TokenFor()).ShouldAnswerAsync(403);
        await cloud.GetAsync("/v2/usercollection/workout", cloud.TokenFor("noa")).ShouldAnswerAsync(200);

        refusal["detail"]!.GetValue<string>().ShouldContain("membership");
    }

    [Fact]
    public async Task Heart_rate_comes_in_pages_of_a_thousand_without_loss()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        const string Range = "start_datetime=2026-03-10T00:00:00%2B01:00&end_datetime=2026-03-20T00:00:00%2B01:00";

        List<string> paged = [];
        List<int> sizes = [];
        var page = await cloud.ReadAsync($"heartrate?{Range}", token);
        for (; ; )
        {
            sizes.Add(page["data"]!.AsArray().Count);
            paged.AddRange(page["data"]!.AsArray().Select(r => r!.ToJsonString()));
            if (page["next_token"] is not { } next)
            {
                break;
            }

            page = await cloud.ReadAsync($"heartrate?next_token={next}", token);
        }

        cloud.Control.Turn(k => k with { HeartRatePageSize = 1_000_000 });
        var whole = (await cloud.ListAsync($"heartrate?{Range}", token)).Select(r => r.ToJsonString());
        sizes[..^1].ShouldAllBe(size => size == 1000);
        sizes.Count.ShouldBeGreaterThan(5);
        paged.ShouldBe(whole);
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("?start_datetime=2026-03-01T00:00:00Z&end_datetime=2026-03-31T00:00:00Z", 200)]
    [InlineData("?start_datetime=2026-03-01T00:00:00Z&end_datetime=2026-03-31T00:00:01Z", 400)]
    [InlineData("?start_datetime=2026-03-02T00:00:00Z&end_datetime=2026-03-01T00:00:00Z", 400)]
    [InlineData("?start_datetime=soon", 422)]
    public async Task Heart_rate_has_a_range_of_thirty_days_at_most(string query, int status)
    {
        await using var cloud = await Cloud.StartAsync();

        await cloud.GetAsync("/v2/usercollection/heartrate" + query, cloud.TokenFor()).ShouldAnswerAsync(status);
    }

    [Fact]
    public async Task Heart_rate_without_dates_is_the_last_day_and_latest_is_the_last_row()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { HeartRatePageSize = 100_000 });
        var token = cloud.TokenFor();

        var day = await cloud.ListAsync("heartrate", token);
        var latest = await cloud.ListAsync("heartrate?latest=true&start_datetime=2026-03-01", token);
        var empty = await cloud.ListAsync("heartrate?start_datetime=2026-03-10&end_datetime=2026-03-10", token);

        day.Select(r => Instant(r, "timestamp")).ShouldAllBe(t => t >= cloud.Time.GetUtcNow().AddDays(-1));
        latest.ShouldHaveSingleItem().ToJsonString().ShouldBe(day[^1].ToJsonString());
        empty.Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Numbers_times_and_nulls_are_written_as_recorded()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { DocumentPageSize = 0 });
        var token = cloud.TokenFor();
        cloud.Control.AddWorkout(new NewWorkout { Calories = 42 });
        using var response = await cloud.GetAsync("/v2/usercollection/workout", token);
        var text = await response.Content.ReadAsStringAsync(Cloud.Stop);

        var workouts = JsonNode.Parse(text)!["data"]!.AsArray();
        workouts
            .Select(w => string.Join(',', w!.AsObject().Select(p => p.Key)))
            .Distinct()
            .ShouldBe(["id,activity,calories,day,distance,end_datetime,intensity,label,source,start_datetime"]);
        text.ShouldContain("\"calories\":42.0,");
        text.ShouldContain("\"distance\":null");
        text.ShouldNotContain("Z\"");
        Times().Count(text).ShouldBe(workouts.Count * 2);
        var session = (await cloud.ListAsync("session", token))[0];
        session["motion_count"]!["timestamp"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000[+-]\d\d:\d\d$");
        session["motion_count"]!["interval"]!.ToJsonString().ShouldBe("5.0");
    }

    [Fact]
    public async Task Every_ring_is_listed_and_the_oldest_was_set_up_at_the_epoch()
    {
        await using var cloud = await Cloud.StartAsync();

        var rings = await cloud.ListAsync("ring_configuration?start_date=2026-03-30", cloud.TokenFor());

        rings.Count.ShouldBe(2);
        rings[0]["set_up_at"]!.GetValue<string>().ShouldBe("1970-01-01T00:00:00+00:00");
    }

    [Fact]
    public async Task Cardio_capacity_has_a_capital_letter_in_its_path()
    {
        await using var cloud = await Cloud.StartAsync(days: 200);
        var token = cloud.TokenFor();

        (await cloud.ListAsync("vO2_max", token)).ShouldNotBeEmpty();

        await cloud.GetAsync("/v2/usercollection/vo2_max", token).ShouldAnswerAsync(404, """{"detail":"Not Found"}""");
    }

    [Fact]
    public async Task Answers_carry_a_trace_id_and_no_etag_no_cors_no_rate_headers()
    {
        await using var cloud = await Cloud.StartAsync();
        using var response = await cloud.GetAsync("/v2/usercollection/workout", cloud.TokenFor());

        var names = response.Headers.Select(h => h.Key.ToLowerInvariant()).ToArray();

        response.Headers.GetValues("x-trace-id").ShouldHaveSingleItem().ShouldMatch("^[0-9a-f]{32}$");
        response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        names.ShouldNotContain("etag");
        names.ShouldAllBe(n => !n.StartsWith("access-control") && !n.StartsWith("x-ratelimit"));
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Fact]
    public async Task Answers_are_packed_for_whoever_unpacks_them()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        using var response = await cloud.GetAsync("/v2/usercollection/heartrate", cloud.TokenFor());

        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        (await response.Content.ReadAsByteArrayAsync(Cloud.Stop)).Length.ShouldBeLessThan(30_000);
    }

    private static DateTimeOffset Instant(JsonObject document, string field) => DateTimeOffset.Parse(document[field]!.GetValue<string>());

    [GeneratedRegex(
        @"""(start|end)_datetime"":""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Times();
}
