using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Simulator;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

/// <summary>Fault-free answers agree with the description that Oura publishes, as somebody else's validator reads it.</summary>
public sealed class OpenApiTests
{
    private const string Specification = "oura-openapi-1.39.json";

    private static readonly string[] Collections =
    [
        "workout",
        "session",
        "sleep",
        "daily_sleep",
        "daily_readiness",
        "daily_activity",
        "daily_stress",
        "daily_resilience",
        "daily_spo2",
        "daily_cardiovascular_age",
        "vO2_max",
        "ring_configuration",
    ];

    [Theory]
    [InlineData("demo")]
    [InlineData("noa")]
    public async Task Answers_agree_with_the_published_description(string person)
    {
        var specification = SharedData.Path(Specification);
        await using var cloud = await Cloud.StartAsync(days: 120);
        var token = cloud.TokenFor(person);
        var answers = new JsonArray();
        foreach (var collection in Collections)
        {
            var list = await cloud.ReadAsync(collection, token);
            var id = list["data"]![0]!["id"]!.GetValue<string>();
            answers.Add(Answer($"/v2/usercollection/{collection}", list));
            answers.Add(Answer($"/v2/usercollection/{collection}/{{document_id}}", await cloud.ReadAsync($"{collection}/{id}", token)));
        }

        answers.Add(Answer("/v2/usercollection/heartrate", await cloud.ReadAsync("heartrate", token)));
        answers.Add(Answer("/v2/usercollection/personal_info", await cloud.ReadAsync("personal_info", token)));
        answers.Add(Answer("/v2/usercollection/personal_info", await cloud.ReadAsync("personal_info", cloud.TokenFor(person, "none"))));

        Validate(specification, answers).ShouldBe("27 answers checked");
    }

    [Fact]
    public async Task Subscriptions_and_refused_input_agree_with_the_published_description()
    {
        var specification = SharedData.Path(Specification);
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        cloud.Http.DefaultRequestHeaders.Add("x-client-id", Cloud.Moi.ClientId);
        cloud.Http.DefaultRequestHeaders.Add("x-client-secret", Cloud.Moi.ClientSecret);
        const string Path = "/v2/webhook/subscription";
        Task<HttpResponseMessage> SubscribeAsync(string dataType) =>
            cloud.Http.PostAsJsonAsync(
                Path,
                new
                {
                    callback_url = receiver.Url,
                    verification_token = Receiver.Token,
                    event_type = "create",
                    data_type = dataType,
                },
                Cloud.Stop
            );

        var created = await SubscribeAsync("workout").ShouldAnswerAsync(201);
        var refused = await SubscribeAsync("heartrate").ShouldAnswerAsync(422);
        using var list = await cloud.GetAsync(Path);
        var date = await cloud.GetAsync("/v2/usercollection/workout?start_date=x", cloud.TokenFor()).ShouldAnswerAsync(422);

        var answers = new JsonArray(
            Answer(Path, created, "post", "201"),
            Answer(Path, refused, "post", "422"),
            Answer(Path, JsonNode.Parse(await list.Content.ReadAsStringAsync(Cloud.Stop))!),
            Answer("/v2/usercollection/workout", date, status: "422")
        );
        Validate(specification, answers).ShouldBe("4 answers checked");
    }

    private static JsonObject Answer(string path, JsonNode body, string method = "get", string status = "200") =>
        new()
        {
            ["method"] = method,
            ["path"] = path,
            ["status"] = status,
            ["body"] = body.DeepClone(),
        };

    private static string Validate(string specification, JsonArray answers)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, answers.ToJsonString());
            return Oracle.Node("validate-openapi.mjs", specification, file).Trim();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
