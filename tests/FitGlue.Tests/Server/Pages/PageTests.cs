using System.Net;
using AngleSharp.Dom;
using FitGlue.Server.Connections;
using FitGlue.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Pages;

/// <summary>One user with a connection, a pipeline and a workout that was delivered.</summary>
public sealed class FurnishedSystem : IAsyncLifetime
{
    private TestSystem? _system;
    private TestUser? _user;

    public TestSystem System => _system!;

    public TestUser User => _user!;

    public string Workout { get; private set; } = "";

    public string Run { get; private set; } = "";

    public string PublicPage { get; private set; } = "";

    public string Pipeline { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _system = await TestSystem.StartAsync();
        _user = await _system.AddUserAsync();
        Pipeline = (await _user.AddPipelineAsync(_system.Time.GetUtcNow().AddDays(-1)))["id"]!.ToString();
        await _user.ConnectAsync();
        var workout = _system.Simulator.Control.AddWorkout(new() { Activity = "running", Minutes = 31 });
        var activity = await _user.ActivityAsync(workout.Id);
        var run = await _user.RunAsync(activity);
        (Workout, Run) = (activity["id"]!.ToString(), run["id"]!.ToString());
        PublicPage = run["deliveries"]!.AsArray().Single(delivery => delivery!["target"]!.ToString() == "showcase")!["url"]!.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _user?.Dispose();
        await (_system?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

public sealed class PageTests(FurnishedSystem furnished) : IClassFixture<FurnishedSystem>
{
    private HttpClient Http => furnished.User.Http;

    [Fact]
    public async Task The_athlete_says_of_every_figure_where_it_came_from()
    {
        string[] figures = [];
        await TestSystem.UntilAsync(
            async () =>
            {
                var (_, page) = await Http.PageAsync("/athlete");
                figures = [.. page.QuerySelectorAll(".facts dd").Select(figure => figure.TextContent)];
                return figures.Any(figure => figure.Contains("74.5 kg"));
            },
            "the source was asked for the athlete"
        );

        figures.ShouldContain("74.5 kg from the personal info of Oura Ring");
        figures.ShouldContain("female from the personal info of Oura Ring");
        figures.ShouldContain("≈1987 from the age that Oura Ring names: it may be one year off");
        figures.ShouldContain("≈181 bpm estimated from the year of birth (Tanaka)");
    }

    [Fact]
    public async Task Where_a_figure_of_the_athlete_comes_from_is_a_note_under_it()
    {
        var (_, page) = await Http.PageAsync("/athlete");

        page.QuerySelectorAll(".facts dd").Length.ShouldBe(5);
        page.QuerySelectorAll(".facts dd > small").ShouldAllBe(note => note.TextContent.Length > 0);
        page.QuerySelectorAll(".facts dd > small").Length.ShouldBe(5);
    }

    [Fact]
    public async Task Every_page_has_one_heading_and_nothing_that_the_content_policy_forbids()
    {
        string[] paths =
        [
            "/",
            "/connections",
            "/pipelines",
            "/pipelines/new",
            $"/pipelines/{furnished.Pipeline}",
            "/activities",
            $"/activities/{furnished.Workout}",
            $"/runs/{furnished.Run}",
            furnished.PublicPage,
            "/sign-in",
            "/sign-out",
            "/setup",
        ];
        foreach (var path in paths)
        {
            var (status, document) = await Http.PageAsync(path);

            status.ShouldBe(HttpStatusCode.OK, path);
            document.QuerySelectorAll("h1").Length.ShouldBe(1, path);
            document.QuerySelectorAll("[style], style, script, base, [onclick]").ShouldBeEmpty(path);
            document.Source.Length.ShouldBeLessThan(60_000, path);
        }
    }

    [Fact]
    public async Task The_page_of_a_workout_shows_its_facts_its_chart_and_where_it_comes_from()
    {
        var (_, document) = await Http.PageAsync($"/activities/{furnished.Workout}");

        document.Heading().ShouldBe("Running Workout");
        document.QuerySelector(".facts")!.TextContent.ShouldContain("31 min");
        document.QuerySelector("[role=img]")!.GetAttribute("aria-label").ShouldStartWith("Heart rate: 31 min, ");
        document.QuerySelectorAll(".timeline li").ShouldNotBeEmpty();
        document.QuerySelector($"a[href='/runs/{furnished.Run}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_workout_of_the_ring_has_no_recording() =>
        (await furnished.User.GetAsync($"activities/{furnished.Workout}/recording")).ToJsonString().ShouldBe("""{"recording":null}""");

    [Fact]
    public async Task A_pipeline_shows_what_would_change_and_runs_it_again_without_a_script()
    {
        var path = $"/pipelines/{furnished.Pipeline}?try=true&last=1";
        var (_, tried) = await Http.PageAsync(path);
        var before = (await furnished.User.ListAsync("runs?limit=200")).Count;

        using var replayed = await Http.SubmitAsync(path, "Run this workout again");
        var (_, told) = await Http.PageAsync(replayed.Headers.Location!.ToString());

        tried.QuerySelectorAll("#try-out ~ .rows > li").Length.ShouldBe(1);
        tried.QuerySelector("#try-out ~ .rows")!.TextContent.ShouldContain("Nothing changes.");
        told.QuerySelector("[role=status]")!.TextContent.ShouldStartWith("One workout goes through this pipeline again.");
        (await furnished.User.ListAsync("runs?limit=200")).Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Days_that_make_no_sense_are_refused_on_the_page()
    {
        var (_, page) = await Http.PageAsync($"/pipelines/{furnished.Pipeline}?try=true&from=2026-06-02&to=2026-06-01");

        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("not after the last one");
        page.QuerySelectorAll("button").ShouldNotContain(button => button.TextContent.Contains("again"));
    }

    [Fact]
    public async Task A_public_page_needs_no_sign_in_and_is_kept_from_search_engines()
    {
        using var stranger = Html.Stranger(furnished.System);

        var (status, document) = await stranger.PageAsync(furnished.PublicPage);

        status.ShouldBe(HttpStatusCode.OK);
        document.Heading().ShouldBe("Running Workout");
        document.QuerySelector("meta[name=robots]")!.GetAttribute("content").ShouldBe("noindex");
        document.QuerySelector("nav").ShouldBeNull();
        document.QuerySelector(".chart").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_public_page_of_a_deleted_workout_says_that_it_is_gone()
    {
        var workout = furnished.System.Simulator.Control.AddWorkout(new() { Activity = "rowing", Minutes = 12 });
        var run = await furnished.User.RunAsync(await furnished.User.ActivityAsync(workout.Id));
        var page = run["deliveries"]!.AsArray().Single(delivery => delivery!["target"]!.ToString() == "showcase")!["url"]!.ToString();

        furnished.System.Simulator.Control.DeleteWorkout(workout.Id);
        var deleted = await furnished.User.ActivityAsync(workout.Id, activity => activity["state"]!.ToString() == "deleted");

        var (status, document) = await Http.PageAsync(page);
        status.ShouldBe(HttpStatusCode.Gone);
        document.Heading().ShouldBe("No longer here");
        (await Http.PageAsync($"/activities/{deleted["id"]}")).Document.QuerySelector(".notice")!.TextContent.ShouldContain("deleted");
    }

    [Fact]
    public async Task What_belongs_to_somebody_else_is_not_there()
    {
        using var other = await furnished.System.AddUserAsync($"{Guid.NewGuid():N}@example.org");

        foreach (var path in (string[])[$"/activities/{furnished.Workout}", $"/runs/{furnished.Run}", $"/pipelines/{furnished.Pipeline}"])
        {
            var (status, document) = await other.Http.PageAsync(path);

            status.ShouldBe(HttpStatusCode.NotFound, path);
            document.Heading().ShouldBe("There is nothing here", path);
        }
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/s/unknown")]
    [InlineData("/failed/500")]
    public async Task An_unknown_address_gets_a_page_that_says_so(string path)
    {
        using var stranger = Html.Stranger(furnished.System);

        var (status, document) = await stranger.PageAsync(path);

        status.ShouldBe(HttpStatusCode.NotFound);
        document.Heading().ShouldBe("There is nothing here");
    }

    [Fact]
    public async Task A_program_gets_no_page_where_it_asked_for_data()
    {
        using var answer = await Http.GetAsync("/api/v1/nowhere", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("<html");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/activities")]
    [InlineData("/connections")]
    public async Task Who_is_not_signed_in_is_sent_to_the_sign_in_and_back(string path)
    {
        using var stranger = Html.Stranger(furnished.System);
        using var answer = await stranger.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.PathAndQuery.ShouldBe($"/sign-in?return={Uri.EscapeDataString(path)}");
    }

    [Fact]
    public async Task A_form_without_our_token_changes_nothing()
    {
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("_handler", "delete")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/pipelines/{furnished.Pipeline}") { Content = content };
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Http.PageAsync($"/pipelines/{furnished.Pipeline}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_message_in_the_address_is_shown_only_where_it_is_ours()
    {
        var notes = furnished.System.Services.GetRequiredService<RefusalNotes>();

        var (_, foreign) = await Http.PageAsync("/connections?refused=Send+your+password+to+somebody");
        var (_, own) = await Http.PageAsync("/connections?refused=" + notes.Seal("<b id=planted>Refused</b>"));

        foreign.QuerySelector("[role=alert]").ShouldBeNull();
        own.QuerySelector("#planted").ShouldBeNull();
        own.QuerySelector("[role=alert]")!.TextContent.ShouldContain("<b id=planted>Refused</b>");
    }

    [Fact]
    public async Task A_pipeline_in_the_making_is_kept_in_its_form_until_it_is_saved()
    {
        using var moved = await Http.SubmitAsync($"/pipelines/{furnished.Pipeline}", "↓", ("name", "Renamed"));
        var text = await moved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("value=\"Renamed\"");
        (await Http.PageAsync($"/pipelines/{furnished.Pipeline}")).Document.Heading().ShouldBe("Everything");
    }
}
