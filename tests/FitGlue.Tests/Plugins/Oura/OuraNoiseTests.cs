using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Settings;
using FitGlue.Core.Sources;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraNoiseTests
{
    private readonly IFilteringSource _source = (IFilteringSource)OuraServer.Source();

    [Theory]
    [InlineData(1, "walking", "autodetected", "easy")]
    [InlineData(600, "aqua_jogging", null, null)]
    [InlineData(12, "", "a new word", "a new word")]
    public void Holds_nothing_back_unless_told(int minutes, string kind, string? detection, string? intensity) =>
        HeldBack("{}", Workout(minutes, kind, detection, intensity)).ShouldBeNull();

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void Holds_back_what_is_shorter(int minutes, bool held) =>
        HeldBack("""{"minimumMinutes":20}""", Workout(minutes))
            .ShouldBe(held ? "It lasted 19 minutes; this pipeline takes workouts of 20 minutes and more." : null);

    [Theory]
    [InlineData("walking", true)]
    [InlineData("Walking, house work", true)]
    [InlineData("walk", true)]
    [InlineData("running,yoga", false)]
    [InlineData(" , ", false)]
    [InlineData("'", false)]
    public void Holds_back_kinds_however_they_are_spelled(string kinds, bool held) =>
        HeldBack($$"""{"kinds":"{{kinds}}"}""", Workout(30, "walking"))
            .ShouldBe(held ? "Its kind is Walking, which this pipeline holds back." : null);

    [Theory]
    [InlineData("house_work", "houseWork", true)]
    [InlineData("aquaJogging", "aqua jogging", true)]
    [InlineData("aquaJogging", "other", true)]
    [InlineData("running", "house work", false)]
    public void Knows_kinds_by_ouras_own_word_too(string raw, string kinds, bool held) =>
        (HeldBack($$"""{"kinds":"{{kinds}}"}""", Workout(30, raw)) is not null).ShouldBe(held);

    [Theory]
    [InlineData("running", null)]
    [InlineData("walking", "Its kind is Walking; this pipeline takes only running, cycling.")]
    [InlineData("aqua_jogging", "Its kind is aqua_jogging; this pipeline takes only running, cycling.")]
    public void Takes_only_the_kinds_named(string kind, string? rule) =>
        HeldBack("""{"kinds":"running, cycling","kindRule":"takeOnly"}""", Workout(30, kind)).ShouldBe(rule);

    [Theory]
    [InlineData("confirmed", "autodetected", true)]
    [InlineData("confirmed", "confirmed", false)]
    [InlineData("confirmed", "manual", false)]
    [InlineData("confirmed", null, false)]
    [InlineData("recorded", "autodetected", true)]
    [InlineData("recorded", "confirmed", true)]
    [InlineData("recorded", "manual", false)]
    [InlineData("recorded", "workout_heart_rate", false)]
    [InlineData("recorded", "a new word", false)]
    [InlineData("any", "autodetected", false)]
    public void Holds_back_by_detection(string rule, string? detection, bool held) =>
        (HeldBack($$"""{"detection":"{{rule}}"}""", Workout(30, "running", detection)) is not null).ShouldBe(held);

    [Theory]
    [InlineData("easy", "easy", false)]
    [InlineData("moderate", "easy", true)]
    [InlineData("moderate", "moderate", false)]
    [InlineData("hard", "moderate", true)]
    [InlineData("hard", "hard", false)]
    [InlineData("hard", null, false)]
    public void Holds_back_by_intensity(string lowest, string? intensity, bool held) =>
        (HeldBack($$"""{"minimumIntensity":"{{lowest}}"}""", Workout(30, "running", null, intensity)) is not null).ShouldBe(held);

    [Theory]
    [InlineData("""{"minimumMinutes":-1}""")]
    [InlineData("""{"minimumMinutes":601}""")]
    [InlineData("""{"minimumMinutes":"long"}""")]
    [InlineData("""{"kinds":"<b>"}""")]
    [InlineData("""{"detection":"psychic"}""")]
    [InlineData("""{"minimumDuration":5}""")]
    public void Refuses_settings_that_are_none(string settings) =>
        Should.Throw<ValidationException>(() => _source.Settings.Read(JsonNode.Parse(settings)!.AsObject()));

    [Fact]
    public void Offers_a_form()
    {
        _source
            .Settings.Fields.Select(field => (field.Name, field.Kind))
            .ShouldBe([
                ("minimumMinutes", SettingKind.Number),
                ("kinds", SettingKind.Text),
                ("kindRule", SettingKind.Choice),
                ("detection", SettingKind.Choice),
                ("minimumIntensity", SettingKind.Choice),
                ("breathingSessions", SettingKind.Switch),
                ("meditationSessions", SettingKind.Switch),
                ("napSessions", SettingKind.Switch),
                ("relaxationSessions", SettingKind.Switch),
                ("restSessions", SettingKind.Switch),
                ("bodyStatusSessions", SettingKind.Switch),
            ]);
        _source.Settings.Fields.Single(field => field.Name == "kindRule").Choices.ShouldBe(["holdBack", "takeOnly"]);
    }

    private string? HeldBack(string settings, Activity activity) =>
        _source.HeldBackBy(activity, _source.Settings.Read(JsonNode.Parse(settings)!.AsObject()));

    private Activity Workout(int minutes, string kind = "walking", string? detection = "confirmed", string? intensity = "moderate")
    {
        var start = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(1));
        var json = new JsonObject
        {
            ["id"] = "w1",
            ["activity"] = kind,
            ["source"] = detection,
            ["intensity"] = intensity,
            ["start_datetime"] = $"{start:yyyy-MM-dd'T'HH:mm:sszzz}",
            ["end_datetime"] = $"{start.AddMinutes(minutes):yyyy-MM-dd'T'HH:mm:sszzz}",
        };
        return ((ISource)_source).Map(new("w1", json.ToJsonString())).ShouldNotBeNull();
    }
}
