using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Tests.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraSubscriptionTests
{
    private static readonly Uri Callback = new("https://fitglue.example/webhooks/oura");
    private static readonly Uri Earlier = new("https://old.example/webhooks/oura");
    private static readonly Uri Foreign = new("https://other.example/hook");

    private readonly OuraDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscribes_to_what_is_missing_and_looks_whether_it_is_there()
    {
        _desk.With("update", Callback, 80).With("of-sleep", Callback, 80, "create", "sleep");

        var status = await EnsureAsync();

        _desk.Calls.ShouldBe(["GET ", "POST ", "POST ", "GET "]);
        _desk.Oura.Requests.Where(asked => asked.Method == "POST").ShouldAllBe(asked => asked.Body.Contains("\"data_type\":\"workout\""));
        status.ShouldBe(new(FakeOura.Now.AddHours(6), FakeOura.Now.AddDays(80), Count: 3, Repaired: 2));
    }

    [Fact]
    public async Task Leaves_alone_what_is_right()
    {
        AllAt(Callback, 80);

        var status = await EnsureAsync();

        _desk.Calls.ShouldBe(["GET "]);
        status.ShouldBe(new(FakeOura.Now.AddHours(6), FakeOura.Now.AddDays(80), Count: 3, Repaired: 0));
    }

    [Fact]
    public async Task Moves_to_a_new_address_and_renews_past_half_life()
    {
        _desk.With("create", Foreign, 80).With("update", Callback, 44).With("delete", Callback, 80);

        var status = await EnsureAsync();

        _desk.Calls.ShouldBe(["GET ", "PUT /create", "PUT /renew/update", "GET "]);
        (status.Count, status.Repaired).ShouldBe((3, 2));
    }

    [Fact]
    public async Task Renews_at_half_of_the_life_that_it_saw()
    {
        _desk.LifeDays = 10;
        var source = Notifying();
        await source.EnsureSubscriptionsAsync(Callback, withSessions: false, Cancellation);
        var asked = _desk.Oura.Requests.Count;

        var status = await source.EnsureSubscriptionsAsync(Callback, withSessions: false, Cancellation);

        (_desk.Oura.Requests.Count - asked, status.Repaired, status.EndsAt).ShouldBe((1, 0, FakeOura.Now.AddDays(10)));
    }

    [Fact]
    public async Task Brings_back_what_has_ended_or_was_lost()
    {
        _desk.With("create", Callback, -3).With("update", Callback, 80);

        var status = await EnsureAsync();

        (status.Count, status.Repaired, status.EndsAt).ShouldBe((3, 2, FakeOura.Now.AddDays(80)));
    }

    [Fact]
    public async Task Removes_older_ones_of_ours_and_nobody_elses()
    {
        AllAt(Callback, 80);
        _desk
            .With("old", Earlier, 60, "create")
            .With("twin", Callback, 70, "create")
            .With("foreign", Foreign, 80, "create")
            .With("of-sleep", Earlier, 80, "create", "sleep");

        var status = await EnsureAsync();

        _desk.Ids.ShouldBe(["create", "update", "delete", "foreign", "of-sleep"]);
        (status.Count, status.Repaired).ShouldBe((3, 0));
    }

    [Fact]
    public async Task Makes_anew_what_is_gone_by_the_time_it_is_renewed()
    {
        AllAt(Callback, 1);
        _desk.Special = asked =>
            asked.Url.AbsolutePath.EndsWith("/renew/create", StringComparison.Ordinal) ? FakeOura.Answer(403, """{"detail":"x"}""") : null;

        var status = await EnsureAsync();

        _desk.Calls.ShouldBe(["GET ", "PUT /renew/create", "POST ", "PUT /renew/update", "PUT /renew/delete", "GET "]);
        (status.Count, status.EndsAt).ShouldBe((3, FakeOura.Now.AddDays(90)));
    }

    [Fact]
    public async Task Tells_oura_the_new_token_where_a_renewal_is_refused_after_the_secret_changed()
    {
        var refused = false;
        _desk.With("create", Callback, 1).With("update", Callback, 80).With("delete", Callback, 80);
        _desk.Special = asked =>
        {
            var first = asked.Url.AbsolutePath.Contains("/renew/") && !refused;
            refused |= first;
            return first ? FakeOura.Answer(422, """{"detail":[]}""") : null;
        };

        var status = await EnsureAsync();

        _desk.Calls.ShouldBe(["GET ", "PUT /renew/create", "PUT /create", "PUT /renew/create", "GET "]);
        status.Repaired.ShouldBe(1);
    }

    [Fact]
    public async Task Takes_a_conflict_for_done_where_the_list_shows_it()
    {
        _desk.Special = asked =>
        {
            if (asked.Method == "POST" && _desk.Ids.Any())
            {
                return FakeOura.Answer(409, "{}");
            }

            if (asked.Method == "POST")
            {
                // Another node of ours was quicker.
                AllAt(Callback, 90);
                return FakeOura.Answer(409, "{}");
            }

            return null;
        };

        (await EnsureAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Does_not_believe_what_the_list_does_not_show()
    {
        _desk.Special = asked => asked.Method == "POST" && asked.Body.Contains("\"delete\"") ? FakeOura.Answer(409, "{}") : null;

        (await Should.ThrowAsync<UnavailableException>(EnsureAsync)).Message.ShouldContain("2 of 3");
    }

    [Theory]
    [InlineData(0.1, 0.05)]
    [InlineData(0.0001, 1.0 / 1440)]
    [InlineData(80, 0.25)]
    public async Task Looks_again_well_before_the_first_ends(double days, double pause)
    {
        AllAt(Callback, days);
        _desk.Special = asked =>
            asked.Url.AbsolutePath.Contains("/renew/")
                ? FakeOura.Answer(200, $$"""{"id":"x","expiration_time":"{{FakeOura.Now.AddDays(days):O}}"}""")
                : null;

        (await EnsureAsync()).NextCheckAt.ShouldBe(FakeOura.Now.AddDays(pause), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(401, "Oura__ClientSecret")]
    [InlineData(403, "Oura__ClientSecret")]
    [InlineData(422, "FitGlue__PublicUrl")]
    [InlineData(400, "FitGlue__PublicUrl")]
    public async Task Says_what_the_operator_has_to_set(int status, string says)
    {
        _desk.Special = _ => FakeOura.Answer(status, """{"detail":"x"}""");

        (await Should.ThrowAsync<MisconfiguredException>(EnsureAsync)).Message.ShouldContain(says);
        (await Should.ThrowAsync<MisconfiguredException>(RemoveAsync)).Message.ShouldContain(says);
    }

    [Fact]
    public async Task Removes_what_points_to_us_however_often_it_is_asked()
    {
        AllAt(Callback, 80);
        _desk.With("old", Earlier, 60, "create").With("foreign", Foreign, 80, "create");

        await RemoveAsync();
        await RemoveAsync();

        _desk.Ids.ShouldBe(["old", "foreign"]);
        _desk.Calls.Count(call => call.StartsWith("DELETE", StringComparison.Ordinal)).ShouldBe(3);
    }

    private void AllAt(Uri callback, double days) =>
        _desk.With("create", callback, days).With("update", callback, days).With("delete", callback, days);

    private INotifyingSource Notifying(OuraDesk? desk = null) => (INotifyingSource)OuraServer.Source((desk ?? _desk).Oura);

    private Task<SubscriptionStatus> EnsureAsync() => Notifying().EnsureSubscriptionsAsync(Callback, withSessions: false, Cancellation);

    private Task RemoveAsync() => Notifying().RemoveSubscriptionsAsync(Callback, Cancellation);
}
