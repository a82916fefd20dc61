using FitGlue.Core.Activities;
using FitGlue.Core.Matching;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Core.Matching.Records;

namespace FitGlue.Tests.Core.Matching;

public sealed class MatchingTests
{
    [Theory]
    [InlineData(5000, 7200, Verdict.Possible)]
    [InlineData(5000, 7100, Verdict.Duplicate)]
    [InlineData(5000, 0, Verdict.Duplicate)]
    public void Distances_that_differ_by_more_than_30_percent_are_doubtful(double one, double other, Verdict verdict) =>
        Match.Of(Of("a", 0, 30, distance: one), Of("b", 0, 30, distance: other)).Verdict.ShouldBe(verdict);

    [Fact]
    public void A_workout_of_unknown_kind_may_be_any() =>
        Match.Of(Of("a", 0, 30, "other"), Of("b", 1, 31, "yoga")).Verdict.ShouldBe(Verdict.Duplicate);

    [Fact]
    public void A_workout_of_unknown_kind_is_no_nap() => SportFamily.AreCompatible(Sport.Other, new("nap", "Nap")).ShouldBeFalse();

    [Fact]
    public void Each_known_sport_has_one_family()
    {
        Sports.All.ShouldAllBe(sport => SportFamily.AreCompatible(sport, sport));
        SportFamily.AreCompatible(Sports.Find("indoorwalking")!, Sports.Find("trailrunning")!).ShouldBeTrue();
        SportFamily.AreCompatible(Sports.Find("tennis")!, Sports.Find("yoga")!).ShouldBeFalse();
        SportFamily.AreCompatible(Sports.Find("wheelchair")!, Sports.Find("golf")!).ShouldBeFalse();
    }

    [Fact]
    public void The_closest_pair_is_the_pair()
    {
        // Two records of the ring within one of the watch: the better one is its partner, the other none.
        var matches = Matches.Of(
            [Of("o1", 0, 40, source: "oura"), Of("o2", 3, 44, source: "oura"), Of("w", 1, 41, source: "watch")],
            Rulings.None
        );

        var pair = matches.Duplicates.Where(match => match.Involves("w")).ShouldHaveSingleItem();
        pair.Other("w").Id.ShouldBe("o1");
    }

    [Fact]
    public void Many_are_part_of_one()
    {
        var matches = Matches.Of([Of("ride", 0, 180, "cycling"), Of("p1", 10, 30, "cycling"), Of("p2", 60, 90, "cycling")], Rulings.None);

        matches.Parts.Select(match => (match.Shorter.Id, match.Longer.Id)).ShouldBe([("p2", "ride"), ("p1", "ride")]);
        matches.Duplicates.ShouldBeEmpty();
    }

    [Fact]
    public void The_record_that_says_most_stands_for_all()
    {
        Candidate[] records =
        [
            Of("a", 0, 30, source: "a"),
            Of("b", 0, 30, source: "b", heartRate: true),
            Of("c", 0, 30, source: "c", positions: true),
            Of("d", 0, 30, source: "d", positions: true, heartRate: true),
        ];

        Matches.Of(records, Rulings.None).Groups([]).ShouldHaveSingleItem().Select(record => record.Id).ShouldBe(["d", "c", "b", "a"]);
    }

    [Fact]
    public void Of_equals_the_persons_order_of_sources_decides() =>
        Matches
            .Of([Of("a", 0, 30, source: "x"), Of("b", 0, 30, source: "y"), Of("c", 0, 30, source: "z")], Rulings.None)
            .Groups(["z", "y"])
            .ShouldHaveSingleItem()
            .Select(record => record.Id)
            .ShouldBe(["c", "b", "a"]);

    [Fact]
    public void Evidence_is_a_number_and_a_sentence()
    {
        var match = Match.Of(Of("o", 1080, 1125, "walking"), Of("w", 1082.1833333333334, 1126.5, "running", distance: null));

        Evidence
            .Of(match)
            .Select(evidence => evidence.Sentence)
            .ShouldBe([
                "Both ran at once for 42 min 49 s, which is 97 % of the shorter one.",
                "That is 92 % of the time from the first start to the last end of the two.",
                "They start 2 min 11 s apart.",
                "Walking and Running may be two names of one workout.",
            ]);
        Evidence.Summary(match).ShouldBe("Both are of the same workout.");
        Evidence.Of(match)[0].Value.ShouldBe(match.Containment);
    }

    [Fact]
    public void Evidence_of_another_time_zone_and_of_distances()
    {
        var shifted = Match.Of(Of("a", 0, 40), Of("b", 180, 220));
        var far = Match.Of(Of("a", 0, 40, distance: 5000), Of("b", 0, 40, distance: 10_000));

        Evidence
            .Of(shifted)
            .ShouldContain(e => e.Kind == "shiftHours" && e.Sentence == "They start 3 h apart to the minute and last equally long.");
        Evidence.Of(shifted)[0].Sentence.ShouldBe("They do not overlap.");
        Evidence.Of(far).ShouldContain(e => e.Sentence == "Their distances differ by 50 %.");
        Evidence.Summary(far).ShouldBe("They may be of the same workout.");
    }

    [Fact]
    public void What_we_sent_is_known_again_whatever_its_sport()
    {
        var upload = new Upload(Of("oura-1", 0, 31, "strengthtraining"), "strava", Day.AddHours(2));
        var echo = Of("oura-2", 0, 30, "yoga");

        Decide(echo, Day.AddHours(3)).ShouldBeOfType<Decision.Echo>().Upload.ShouldBe(upload);
        Decide(echo, Day.AddHours(1)).ShouldNotBeOfType<Decision.Echo>("it was there before we sent anything");
        Decide(Of("oura-2", 0, 22, "yoga"), Day.AddHours(3)).ShouldNotBeOfType<Decision.Echo>("it covers another time");

        Decision Decide(Candidate incoming, DateTimeOffset receivedAt) =>
            Decision.Of(incoming, receivedAt, [], [upload], Rulings.None, MatchPolicy.Default);
    }

    [Fact]
    public void A_later_version_of_what_we_sent_is_no_echo()
    {
        var workout = Of("oura-1", 0, 31);

        Decision
            .Of(
                workout with
                {
                    End = workout.End.AddMinutes(1),
                },
                Day.AddHours(3),
                [Sent(workout)],
                [new(workout, "strava", Day.AddHours(2))],
                Rulings.None,
                MatchPolicy.Default
            )
            .ShouldBe(new Decision.Publish());
    }

    [Theory]
    [InlineData(0, 30, MatchAction.Skip)]
    [InlineData(5, 15, MatchAction.Skip)]
    [InlineData(0, 90, MatchAction.Ask)]
    [InlineData(15, 50, MatchAction.Ask)]
    [InlineData(40, 60, null)]
    public void Each_verdict_has_its_action(double from, double to, MatchAction? action)
    {
        var decision = Decision.Of(Of("new", from, to), Day, [Sent(Of("old", 0, 30))], [], Rulings.None, MatchPolicy.Default);

        ((decision as Decision.Matched)?.Action == action).ShouldBeTrue();
        (decision is Decision.Publish).ShouldBe(action is null);
    }

    [Fact]
    public void A_policy_may_say_otherwise()
    {
        var policy = new MatchPolicy { Duplicate = MatchAction.UploadAnyway, Possible = MatchAction.Skip };

        Decision.Of(Of("new", 0, 30), Day, [Sent(Of("old", 0, 30))], [], Rulings.None, policy).ShouldBe(new Decision.Publish());
        Decision
            .Of(Of("new", 15, 50), Day, [Sent(Of("old", 0, 30))], [], Rulings.None, policy)
            .ShouldBeOfType<Decision.Matched>()
            .Action.ShouldBe(MatchAction.Skip);
    }

    [Fact]
    public void A_workout_never_goes_where_it_came_from()
    {
        var chain = OriginChain.From("strava").Through("oura");

        chain.Allows("strava").ShouldBeFalse();
        chain.Allows("files").ShouldBeTrue();
        OriginChain.From("oura").With(OriginChain.From("strava")).Allows("strava").ShouldBeFalse();
        OriginChain.From("oura").Through("strava").ShouldBe(OriginChain.From("oura").Through("strava"));
    }

    [Fact]
    public void Of_two_that_are_not_sent_yet_the_better_one_goes()
    {
        var (bare, good) = (Of("a", 0, 30), Of("b", 0, 30, positions: true));

        Decide(bare, good).ShouldBeOfType<Decision.Matched>().Match.Other("a").Id.ShouldBe("b");
        Decide(good, bare).ShouldBe(new Decision.Publish());

        static Decision Decide(Candidate incoming, Candidate coming) =>
            Decision.Of(incoming, Day, [Coming(coming)], [], Rulings.None, MatchPolicy.Default);
    }

    [Fact]
    public void Two_walks_of_equal_length_at_two_whole_hours_are_a_habit_where_one_source_saw_both()
    {
        Match.Of(Of("a", 0, 15, source: "oura"), Of("b", 540, 555, source: "oura")).Verdict.ShouldBe(Verdict.Distinct);
        Match.Of(Of("a", 0, 15, source: "oura"), Of("b", 540, 555, source: "upload")).Verdict.ShouldBe(Verdict.PossibleTimeZone);
    }

    [Theory]
    [InlineData(Ruling.Different, 0, Verdict.Distinct)]
    [InlineData(Ruling.Same, 400, Verdict.Duplicate)]
    public void A_person_may_overrule(Ruling ruling, double from, Verdict verdict)
    {
        var rulings = Rulings.Of([("b", "a", ruling)]);

        rulings.Judge(Of("a", 0, 30), Of("b", from, from + 30)).Verdict.ShouldBe(verdict);
        rulings.Judge(Of("b", from, from + 30), Of("a", 0, 30)).Verdict.ShouldBe(verdict);
        Matches.Of([Of("a", 0, 30), Of("b", from, from + 30)], rulings).Duplicates.Length.ShouldBe(ruling is Ruling.Same ? 1 : 0);
    }

    [Fact]
    public void What_the_person_called_another_workout_is_no_echo()
    {
        var upload = new Upload(Of("a", 0, 31), "strava", Day.AddHours(2));

        Decision.EchoOf(Of("b", 0, 30), Day.AddHours(3), [upload], Rulings.None).ShouldBe(upload);
        Decision.EchoOf(Of("b", 0, 30), Day.AddHours(3), [upload], Rulings.Of([("a", "b", Ruling.Different)])).ShouldBeNull();
    }

    [Fact]
    public void Whoever_counts_workouts_leaves_out_copies_and_parts()
    {
        var matches = Matches.Of(
            [
                Of("ride", 0, 180, "cycling", positions: true),
                Of("copy", 1, 179, "cycling"),
                Of("part", 10, 30, "cycling"),
                Of("other", 600, 620),
            ],
            Rulings.None
        );

        matches.StoodFor([]).Select(pair => (pair.Key, pair.Value.Id)).ShouldBe([("part", "ride"), ("copy", "ride")], ignoreOrder: true);
        matches.SameAs("copy").ShouldContain("ride");
        matches.SameAs("other").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_there_is_never_replaced_by_what_another_record_knows()
    {
        var own = FitGlue.Testing.Workouts.Strength;
        var other = own with { Calories = 1, Description = "Theirs.", HeartRate = HeartRate.None };

        Enrichment
            .Of(own with { Calories = 300, Description = "Mine." }, [other])
            .ShouldBe(own with { Calories = 300, Description = "Mine." });
        var bare = own with { Calories = null, Description = null, HeartRate = HeartRate.None };
        var enriched = Enrichment.Of(bare, [other, own]);
        (enriched.Calories, enriched.Description).ShouldBe((1, "Theirs."));
        enriched.HeartRate.Samples.ShouldBe(own.HeartRate.Samples);
        Enrichment.Of(bare, [other with { CaloriesFromFile = true }]).CaloriesFromFile.ShouldBeTrue();
        Enrichment.Of(own, [other with { CaloriesFromFile = true }]).CaloriesFromFile.ShouldBeFalse();
    }
}
