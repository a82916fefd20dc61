using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using FitGlue.Plugins.Boosters.AutoIncrement;
using FitGlue.Plugins.Boosters.ConditionMatcher;
using FitGlue.Plugins.Boosters.GoalTracker;
using FitGlue.Plugins.Boosters.HeartRateZones;
using FitGlue.Plugins.Boosters.OuraHeartRate;
using FitGlue.Plugins.Boosters.PersonalRecords;
using FitGlue.Plugins.Boosters.SourceLink;
using FitGlue.Plugins.Boosters.TypeMapper;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

/// <summary>What boosters say of their place in a pipeline while a person edits it.</summary>
public sealed class RemarkTests
{
    private static readonly LaterStep LooksBack = new("Streak Tracker", new() { HistoryDays = int.MaxValue });

    [Theory]
    [InlineData(
        "oura",
        "The activities of Oura have the ring's heart rate already: this booster is for other sources. In this pipeline it skips every workout."
    )]
    [InlineData("strava", "Activities from Strava are left as they are")]
    [InlineData("upload", "It needs a connection to Oura")]
    public void The_heart_rate_of_the_ring_is_for_other_sources_and_wants_a_connection(string source, string text)
    {
        var remark = Of(new(Step.Created(services => services.AddOuraHeartRate())), Outlook(source)).ShouldHaveSingleItem();

        remark.CannotWork.ShouldBeTrue();
        remark.Text.ShouldStartWith(text);
        Of(
                new(Step.Created(services => services.AddOuraHeartRate())),
                Outlook("upload") with
                {
                    Connected = ["oura"],
                    MayGiveHeartRate = ["oura"],
                }
            )
            .ShouldBeEmpty();
    }

    // Flaw: without the permission each workout was skipped, and the editor said nothing.
    [Fact]
    public void A_connection_that_may_not_read_heart_rate_gives_none()
    {
        var remark = Of(new(Step.Created(services => services.AddOuraHeartRate())), Outlook("upload") with { Connected = ["oura"] })
            .ShouldHaveSingleItem();

        remark.CannotWork.ShouldBeTrue();
        remark.Text.ShouldBe(
            "Your connection to Oura may not read heart rate: on the connections page connect Oura anew and allow heart rate. Until then it skips every workout."
        );
    }

    // ADR 0008: the history is what sources say.
    [Fact]
    public void Who_changes_the_kind_says_that_looking_back_does_not_see_it()
    {
        var mapper = new Step(Step.Created(services => services.AddTypeMapper())).With("""{ "rules": "type = running -> hiking" }""");
        var matcher = new Step(Step.Created(services => services.AddConditionMatcher())).With(
            """{ "when": "type = running", "type": "hiking" }"""
        );
        var outlook = Outlook("oura") with { Later = [new("Heart Rate Summary", BoosterNeeds.Nothing), LooksBack] };

        foreach (var step in new[] { mapper, matcher })
        {
            Of(step, outlook)
                .ShouldBe([
                    new(
                        false,
                        "The boosters after it see the new kind. Streak Tracker, which looks back, counts earlier workouts with the kind that their source gave them."
                    ),
                ]);
            Of(step, outlook with { Later = outlook.Later.Take(1).ToList() }).ShouldBeEmpty();
        }

        Of(matcher.With("""{ "when": "type = running", "title": "x" }"""), outlook).ShouldBeEmpty();
    }

    [Fact]
    public void A_rule_that_asks_for_a_place_says_where_there_are_none()
    {
        var matcher = new Step(Step.Created(services => services.AddConditionMatcher())).With(
            """{ "when": "near(52.52, 13.405, 500)", "title": "Home" }"""
        );

        Of(matcher, Outlook("oura", ActivityData.All & ~ActivityData.Positions))
            .ShouldBe([new(false, "Workouts of The source never come with “position”: a rule that asks for it cannot be told.")]);
        Of(matcher, Outlook("upload")).ShouldBeEmpty();
    }

    [Fact]
    public void Rules_that_ask_for_what_is_never_known_are_named()
    {
        var counter = new Step(Step.Created(services => services.AddAutoIncrement())).With(
            """{ "when": "detection = manual or intensity = hard\nreadiness > 70 and type = running" }"""
        );
        var brings = Outlook("upload", ActivityData.All & ~(ActivityData.Detection | ActivityData.Intensity));

        Of(counter, brings)
            .Select(remark => remark.Text)
            .ShouldBe([
                "Workouts of The source never come with “detection” or “intensity”: a rule that asks for it cannot be told.",
                "None of your connections brings “readiness”: a rule that asks for it cannot be told.",
            ]);
        Of(counter, Outlook("oura") with { HasDayRecords = true }).ShouldBeEmpty();
    }

    [Fact]
    public void Distances_that_are_estimates_make_no_record_and_no_goal_that_leaves_them_out()
    {
        var ring = Outlook("oura", ActivityData.All & ~ActivityData.MeasuredDistance);
        var goal = new Step(Step.Created(services => services.AddGoalTracker()));

        Of(new(Step.Created(services => services.AddPersonalRecords())), ring).ShouldHaveSingleItem().CannotWork.ShouldBeFalse();
        Of(goal.With("""{ "metric": "distance", "estimates": "leaveOut" }"""), ring).ShouldHaveSingleItem().CannotWork.ShouldBeTrue();
        Of(goal.With("""{ "metric": "distance" }"""), ring).ShouldBeEmpty();
        Of(goal, ring).ShouldBeEmpty();
    }

    [Fact]
    public void Zones_of_a_maximum_want_one_and_those_of_a_threshold_do_not()
    {
        var zones = new Step(Step.Created(services => services.AddHeartRateZones()));

        Of(zones, Outlook("oura")).ShouldHaveSingleItem().CannotWork.ShouldBeTrue();
        Of(zones, Outlook("oura") with { Athlete = new() { BirthYear = 1990 } }).ShouldBeEmpty();
        Of(zones.With("""{ "model": "threshold", "thresholdHeartRate": 165 }"""), Outlook("oura")).ShouldBeEmpty();
    }

    [Fact]
    public void A_link_wants_an_address_that_the_world_can_reach()
    {
        var link = new Step(Step.Created(services => services.AddSourceLink()));

        Of(link, Outlook("oura")).ShouldHaveSingleItem().CannotWork.ShouldBeTrue();
        Of(link, Outlook("oura") with { HasPublicPage = true }).ShouldBeEmpty();
    }

    private static Outlook Outlook(string source, ActivityData brings = ActivityData.All) =>
        new(new SourceInfo(source, "The source", default, "A source.", []) { Brings = brings });

    private static IReadOnlyList<Remark> Of(Step step, Outlook outlook) =>
        [.. step.Booster.Remarks(outlook, step.Booster.Settings.Read(step.Settings))];
}
