using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using FitGlue.Engine;
using FitGlue.Formats;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>Files over HTTP, from the request to the folder that they are delivered to.</summary>
public sealed class UploadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_becomes_an_activity_and_what_is_delivered_has_its_track()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await AddPipelineAsync(user);

        var (status, answer) = await SendAsync(user, ("morning.gpx", RecordedFiles.Gpx()));

        status.ShouldBe(HttpStatusCode.Created);
        var item = answer["items"]!.AsArray().ShouldHaveSingleItem()!;
        (Text(item, "file"), Text(item, "state"), Text(item, "title")).ShouldBe(("morning.gpx", "accepted", "Morning ride"));
        answer["next"].ShouldBeNull();
        var activity = await user.GetAsync($"activities/{Text(item, "activityId")}");
        (Text(activity, "source"), Text(activity, "state"), activity["heartRate"]!["samples"]!.GetValue<int>()).ShouldBe(
            ("upload", "settled", 121)
        );
        await user.RunAsync(activity);
        var delivered = Directory.GetFiles(system.Files, "*.fit", SearchOption.AllDirectories).ShouldHaveSingleItem();
        PositionsOf(await File.ReadAllBytesAsync(delivered, Cancellation)).ShouldBe(121);
        foreach (var format in new[] { "fit", "tcx" })
        {
            using var file = await user.Http.GetAsync($"/api/v1/activities/{Text(item, "activityId")}/file?format={format}", Cancellation);
            PositionsOf(await file.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(121, format);
        }

        var recording = (await user.GetAsync($"activities/{Text(item, "activityId")}/recording"))["recording"]!;
        recording["points"]!.AsArray().Count.ShouldBe(121);
        var point = recording["points"]![1]!.AsObject();
        point.Select(pair => pair.Key).ShouldBe(["time", "latitude", "longitude", "altitudeMeters", "cadenceRpm", "heartRateBpm"]);
        (point["latitude"]!.GetValue<double>(), point["cadenceRpm"]!.GetValue<double>()).ShouldBe((52.5005, 81));
        var (page, document) = await PageAsync(user, $"/activities/{Text(item, "activityId")}");
        page.ShouldBe(HttpStatusCode.OK);
        document.ShouldContain("121 points");
        document.ShouldContain("Uploaded: morning.gpx");
    }

    [Fact]
    public async Task The_same_file_again_is_the_same_workout_and_each_person_has_their_own()
    {
        await using var system = await TestSystem.StartAsync();
        using var one = await system.AddUserAsync();
        using var other = await system.AddUserAsync("other@example.org");
        await AddPipelineAsync(one);

        var (_, first) = await SendAsync(one, ("a.gpx", RecordedFiles.Gpx()));
        var (status, again) = await SendAsync(one, ("renamed.gpx.gz", RecordedFiles.Gzip(RecordedFiles.Gpx())));
        var (theirStatus, theirs) = await SendAsync(other, ("a.gpx", RecordedFiles.Gpx()));

        (status, Text(again["items"]![0]!, "state")).ShouldBe((HttpStatusCode.OK, "known"));
        var id = Text(first["items"]![0]!, "activityId");
        Text(again["items"]![0]!, "activityId").ShouldBe(id);
        (theirStatus, Text(theirs["items"]![0]!, "state")).ShouldBe((HttpStatusCode.Created, "kept"));
        Text(theirs, "next").ShouldContain("/pipelines/new?source=upload");
        (await one.ListAsync("activities")).ShouldHaveSingleItem();
        using var foreign = await other.Http.GetAsync($"/api/v1/activities/{id}", Cancellation);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_no_pipeline_took_goes_through_the_first_that_does_however_old_it_is()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var (_, answer) = await SendAsync(user, ("old.gpx", RecordedFiles.Gpx(RecordedFiles.Start.AddYears(-3))));
        Text(answer["items"]![0]!, "state").ShouldBe("kept");

        await AddPipelineAsync(user);

        await user.RunAsync(await user.GetAsync($"activities/{Text(answer["items"]![0]!, "activityId")}"));
    }

    [Fact]
    public async Task A_bad_file_of_a_package_is_named_and_the_others_are_here()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var zip = RecordedFiles.Zip(("good.gpx", RecordedFiles.Gpx()), ("../../evil.tcx", "<no/>"u8.ToArray()));

        var (status, answer) = await SendAsync(user, ("all.zip", zip), ("more.fit", RecordedFiles.Fit()));

        status.ShouldBe(HttpStatusCode.Created);
        var items = answer["items"]!.AsArray();
        items
            .Select(item => (Text(item!, "file"), Text(item!, "state")))
            .ShouldBe([("good.gpx", "kept"), ("evil.tcx", "refused"), ("more.fit", "kept")]);
        Text(items[1]!, "code").ShouldStartWith("file_");
        Text(items[1]!, "detail").ShouldEndWith(".");
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_with_a_code_and_the_next_step()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();

        await RefusedAsync(user, HttpStatusCode.UnsupportedMediaType, "file_unsupported", ("diary.txt", "Dear diary"u8.ToArray()));
        await RefusedAsync(user, HttpStatusCode.UnsupportedMediaType, "file_unsupported", ("x.gpx", RecordedFiles.WithDocumentType()));
        await RefusedAsync(user, HttpStatusCode.UnprocessableEntity, "file_empty", ("x.fit", []));
        await RefusedAsync(user, HttpStatusCode.UnprocessableEntity, "file_unreadable", ("x.fit", RecordedFiles.Fit()[..40]));
        await RefusedAsync(user, HttpStatusCode.RequestEntityTooLarge, "file_too_large", ("x.fit", new byte[FileLimits.Bytes + 1]));
        await RefusedAsync(user, HttpStatusCode.BadRequest, "no_file");
        using var json = await user.Http.PostAsJsonAsync("/api/v1/uploads", new { file = "x" }, Cancellation);
        json.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using var cut = new StringContent(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.gpx\"\r\n\r\n<gpx",
            Encoding.UTF8
        );
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var broken = await user.Http.PostAsync("/api/v1/uploads", cut, Cancellation);
        broken.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await user.ListAsync("activities")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("C:\\rides\\sunday.gpx", "sunday.gpx")]
    [InlineData("<script>alert(1)</script>.gpx", "script>.gpx")]
    public async Task A_name_is_shown_and_used_for_nothing(string name, string shown)
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();

        var (_, answer) = await SendAsync(user, (name, RecordedFiles.Gpx()));

        Text(answer["items"]![0]!, "file").ShouldBe(shown);
        var (_, page) = await PageAsync(user, $"/activities/{Text(answer["items"]![0]!, "activityId")}");
        page.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task The_page_takes_files_without_a_script_and_says_what_became_of_each()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var (_, form) = await PageAsync(user, "/upload");
        form.ShouldContain("make a pipeline for uploads");

        var sent = await SubmitAsync(user, form, ("ride.gpx", RecordedFiles.Gpx()), ("diary.txt", "Dear diary"u8.ToArray()));
        var none = await SubmitAsync(user, form);
        var forged = await SubmitAsync(user, "", ("ride.fit", RecordedFiles.Fit()));

        sent.Page.ShouldContain("1 workout is here, 1 file was refused");
        sent.Page.ShouldContain("Morning ride");
        sent.Page.ShouldContain("diary.txt: ");
        none.Page.ShouldContain("You chose no file.");
        forged.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await user.ListAsync("activities")).ShouldHaveSingleItem();
        (await PageAsync(user, "/upload?tooLarge=true")).Page.ShouldContain("larger than 100 MB");
        var (_, pipeline) = await PageAsync(user, "/pipelines/new?source=upload");
        pipeline.ShouldContain("<option value=\"upload\" selected");
    }

    [Fact]
    public async Task A_server_that_dies_between_keeping_a_file_and_answering_has_it_once_when_it_is_sent_again()
    {
        using var folder = new TemporaryFolder();
        var (data, port) = (folder.Combine("data"), TestSystem.FreePort());
        var settings = new Dictionary<string, string>
        {
            ["FitGlue:DataDirectory"] = data,
            ["FitGlue:Listen"] = $"http://127.0.0.1:{port}",
            [FailPoint.Variable] = FailPoint.UploadKept,
        };
        await using (var first = ServerProcess.Start(data, port, settings))
        {
            await first.ReadyAsync(Cancellation);
            await first.SignInAsync(data, Cancellation);
            await Should.ThrowAsync<HttpRequestException>(() => first.Http.PostAsync("/api/v1/uploads", Form(Ride), Cancellation));
            (await first.ExitAsync(Cancellation)).ShouldBe(FitGlueCommand.Killed);
        }

        settings.Remove(FailPoint.Variable);
        await using var second = ServerProcess.Start(data, port, settings);
        await second.ReadyAsync(Cancellation);
        await second.SignInAsync(data, Cancellation);
        using var answer = await second.Http.PostAsync("/api/v1/uploads", Form(Ride), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var activities = await second.Http.GetFromJsonAsync<JsonNode>("/api/v1/activities", Cancellation);
        activities!["items"]!.AsArray().ShouldHaveSingleItem();
    }

    internal static (string Name, byte[] Content) Ride => ("ride.gpx", RecordedFiles.Gpx());

    private static async Task RefusedAsync(TestUser user, HttpStatusCode status, string code, params (string Name, byte[] Content)[] files)
    {
        var (answered, problem) = await SendAsync(user, files);

        answered.ShouldBe(status, problem.ToJsonString());
        Text(problem, "code").ShouldBe(code);
        Text(problem, "detail").Length.ShouldBeGreaterThan(20);
    }

    internal static async Task<(HttpStatusCode Status, JsonNode Answer)> SendAsync(
        TestUser user,
        params (string Name, byte[] Content)[] files
    )
    {
        using var form = Form(files);
        using var answer = await user.Http.PostAsync("/api/v1/uploads", form, Cancellation);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!);
    }

    internal static Task<(HttpStatusCode Status, string Page)> SubmitAsync(
        TestUser user,
        string page,
        params (string Name, byte[] Content)[] files
    ) => SubmitAsync(user, page, "", files);

    internal static async Task<(HttpStatusCode Status, string Page)> SubmitAsync(
        TestUser user,
        string page,
        string zone,
        params (string Name, byte[] Content)[] files
    )
    {
        using var form = Form(files);
        var token = page.Split("name=\"__RequestVerificationToken\" value=\"").Skip(1).LastOrDefault()?.Split('"')[0];
        form.Add(new StringContent(token ?? "forged"), "__RequestVerificationToken");
        form.Add(new StringContent("upload"), "_handler");
        form.Add(new StringContent(zone), "timeZone");
        using var answer = await user.Http.PostAsync("/upload", form, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    internal static MultipartFormDataContent Form(params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent("passed by"), "note" } };
        foreach (var (name, content) in files)
        {
            form.Add(new ByteArrayContent(content), "file", name);
        }

        return form;
    }

    internal static async Task<(HttpStatusCode Status, string Page)> PageAsync(TestUser user, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await user.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static Task<JsonNode> AddPipelineAsync(TestUser user) =>
        user.PostAsync(
            "pipelines",
            new
            {
                name = "Uploads",
                source = "upload",
                targets = new[] { new { type = "files" } },
            }
        );

    private static int PositionsOf(byte[] file) =>
        FileReader.ReadActivities(file).Activities.Single().Recording.Points.Count(point => point.Position is not null);

    internal static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
