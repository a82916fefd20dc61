using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Server.Connections;
using FitGlue.Testing;
using FitGlue.Tests.Server.Pages;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Runs;

/// <summary>Addresses by which a question is answered without a sign-in, and what strangers try with them.</summary>
public sealed class AnswerLinkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_has_the_address_answers_once_and_the_workout_goes_on()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var question = await AskedAsync(system, user);
        using var browser = Html.Stranger(system);
        var path = PathOf(question);

        using var answered = await browser.SubmitAsync(path, "Answer", ("answer", "Fine."));
        using var again = await browser.PostAsync(path, await FormAsync(browser, "/sign-in", "Changed."), Cancellation);

        answered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.PageAsync(path)).Document.Heading().ShouldBe("Answered");
        var run = await user.RunAsync(await user.GetAsync($"activities/{question["activityId"]}"));
        run["boosters"]![0]!["section"]!.GetValue<string>().ShouldBe("Fine.");
        (await IsOpenAsync(user, question)).ShouldBeFalse();
    }

    [Fact]
    public async Task Looking_at_it_as_a_scanner_of_mail_does_answers_nothing()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var question = await AskedAsync(system, user);
        using var scanner = Html.Stranger(system);

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Get, HttpMethod.Options })
        {
            using var request = new HttpRequestMessage(method, $"{PathOf(question)}?answer=Spam&_handler=answer");
            using var answer = await scanner.SendAsync(request, Cancellation);
        }

        using var bare = await scanner.PostAsync(
            PathOf(question),
            new FormUrlEncodedContent([KeyValuePair.Create("answer", "Spam"), KeyValuePair.Create("_handler", "answer")]),
            Cancellation
        );

        bare.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await IsOpenAsync(user, question)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_page_is_kept_from_caches_search_engines_and_referrers()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var stranger = Html.Stranger(system);

        using var answer = await stranger.GetAsync(PathOf(await AskedAsync(system, user)), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex"]);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        page.ShouldContain("How was it?");
        page.ShouldNotContain("http://");
    }

    [Fact]
    public async Task An_address_that_is_not_ours_or_was_changed_leads_nowhere()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var question = await AskedAsync(system, user);
        var path = PathOf(question);
        using var stranger = Html.Stranger(system);
        var foreign = system.Services.GetRequiredService<RefusalNotes>().Seal(new string('a', 32));
        var flipped = path[..^3] + (path[^3] == 'A' ? 'B' : 'A') + path[^2..];

        foreach (
            var wrong in new[]
            {
                "/answer/x",
                "/answer/%25%0a",
                $"/answer/{foreign}",
                flipped,
                path + "AAAA",
                $"/answer/{new string('A', 2000)}",
            }
        )
        {
            (await stranger.PageAsync(wrong)).Status.ShouldBe(HttpStatusCode.NotFound, wrong);
        }

        (await IsOpenAsync(user, question)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_address_is_for_its_own_question_whoever_is_signed_in()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var other = await system.AddUserAsync("other@example.org");
        var first = await AskedAsync(system, user);
        var second = await AskedAsync(system, user, hoursAgo: 3);

        using var answered = await other.Http.SubmitAsync(PathOf(first), "Answer", ("answer", "Fine."), ("id", $"{second["id"]}"));
        using var stolen = await other.Http.PostAsJsonAsync(
            $"/api/v1/questions/{second["id"]}/answer",
            new { answer = "Mine" },
            Cancellation
        );

        stolen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.ListAsync("questions")).ShouldBeEmpty();
        ((await IsOpenAsync(user, first)), (await IsOpenAsync(user, second))).ShouldBe((false, true));
    }

    [Fact]
    public async Task Its_time_ends_a_week_after_the_workout_went_on_and_with_the_pipeline()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var question = await AskedAsync(system, user);
        using var stranger = Html.Stranger(system);

        system.Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5));
        var late = await stranger.PageAsync(PathOf(question));
        system.Time.Advance(TimeSpan.FromMinutes(10));
        var (status, document) = await stranger.PageAsync(PathOf(question));
        var next = await AskedAsync(system, user);
        using var removed = await user.Http.DeleteAsync($"/api/v1/pipelines/{question["pipelineId"]}", Cancellation);
        var orphan = await stranger.PageAsync(PathOf(next));

        late.Status.ShouldBe(HttpStatusCode.OK);
        (status, document.Heading()).ShouldBe((HttpStatusCode.Gone, "No longer asked"));
        orphan.Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task An_answer_has_to_be_one()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var question = await AskedAsync(system, user);
        using var browser = Html.Stranger(system);

        using var empty = await browser.SubmitAsync(PathOf(question), "Answer", ("answer", "  "));
        using var endless = await browser.SubmitAsync(PathOf(question), "Answer", ("answer", new string('a', 2001)));
        using var nothing = await user.Http.PostAsJsonAsync($"/api/v1/questions/{question["id"]}/answer", new { }, Cancellation);

        nothing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await IsOpenAsync(user, question)).ShouldBeTrue();
        (await user.Http.PageAsync("/questions"))
            .Document.QuerySelector("[data-copy]")!
            .GetAttribute("value")!
            .ShouldStartWith($"{system.Address}answer/");
    }

    /// <summary>A form that has everything but a right to its page.</summary>
    private static async Task<FormUrlEncodedContent> FormAsync(HttpClient browser, string page, string answer)
    {
        var (_, document) = await browser.PageAsync(page);
        var token = document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return new([
            KeyValuePair.Create("__RequestVerificationToken", token),
            KeyValuePair.Create("_handler", "answer"),
            KeyValuePair.Create("answer", answer),
        ]);
    }

    private static string PathOf(JsonNode question) => new Uri(question["answerUrl"]!.GetValue<string>()).AbsolutePath;

    private static async Task<JsonNode> AskedAsync(TestSystem system, TestUser user, int hoursAgo = 1)
    {
        if ((await user.ListAsync("pipelines")).Count == 0)
        {
            await user.PostAsync(
                "pipelines",
                new
                {
                    name = "Asks",
                    source = "oura",
                    boosters = new[] { new { type = "user-input" } },
                    targets = new[] { new { type = "files" } },
                    deliverFrom = system.Time.GetUtcNow().AddDays(-1),
                }
            );
            await user.ConnectAsync();
        }

        var workout = system.Simulator.Control.AddWorkout(
            new()
            {
                Activity = "running",
                Minutes = 31,
                Start = system.Time.GetUtcNow().AddHours(-hoursAgo),
            }
        );
        var activity = await user.ActivityAsync(workout.Id);
        return await TestSystem.UntilAsync(
            async () => (await user.ListAsync("questions")).FirstOrDefault(item => $"{item!["activityId"]}" == $"{activity["id"]}"),
            "a question is asked"
        );
    }

    private static async Task<bool> IsOpenAsync(TestUser user, JsonNode question) =>
        (await user.ListAsync("questions")).Any(item => $"{item!["id"]}" == $"{question["id"]}");
}
