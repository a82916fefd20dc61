using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Testing;
using Shouldly;
using Xunit;
using static FitGlue.Scenarios.UploadTests;

namespace FitGlue.Scenarios;

/// <summary>Where a file was recorded, from the request to the page of the activity.</summary>
public sealed class UploadZoneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_it_was_recorded_is_sent_with_the_file_and_kept_with_the_activity()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();

        using var unknown = await user.Http.PostAsync("/api/v1/uploads?timeZone=Europe/Atlantis", Form(Ride), Cancellation);
        var (_, silent) = await SendAsync(user, Ride);
        using var said = await user.Http.PostAsync("/api/v1/uploads?timeZone=Europe/Helsinki", Form(Ride), Cancellation);

        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Text((await unknown.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!, "detail").ShouldStartWith("timeZone:");
        silent["items"]![0]!["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain("time zone");
        var item = (await said.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["items"]![0]!;
        Text(item, "startTime").ShouldBe("2026-06-14T10:00:00+03:00");
        item["warnings"]!.AsArray().ShouldBeEmpty();
        var activity = await user.GetAsync($"activities/{Text(item, "activityId")}");
        Text(activity, "startTime").ShouldBe("2026-06-14T10:00:00+03:00");
    }

    [Fact]
    public async Task The_page_sends_where_the_browser_is_and_says_where_nobody_knows()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var (_, form) = await PageAsync(user, "/upload");
        form.ShouldContain("name=\"timeZone\"");

        var silent = await SubmitAsync(user, form, Ride);
        var id = Text((await user.ListAsync("activities")).ShouldHaveSingleItem()!, "id");
        var before = await PageAsync(user, $"/activities/{id}");
        var said = await SubmitAsync(user, form, "America/New_York", Ride);
        var after = await PageAsync(user, $"/activities/{id}");

        silent.Page.ShouldContain("The file does not say its time zone");
        before.Page.ShouldContain("The file does not say its time zone");
        said.Page.ShouldNotContain("The file does not say its time zone");
        after.Page.ShouldNotContain("The file does not say its time zone");
        Text(await user.GetAsync($"activities/{id}"), "startTime").ShouldBe("2026-06-14T03:00:00-04:00");
    }
}
