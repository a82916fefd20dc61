using FitGlue.Core.Activities;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Activities;

public sealed class SportsTests
{
    [Theory]
    [InlineData("strengthTraining", "strengthtraining")]
    [InlineData("strength_training", "strengthtraining")]
    [InlineData("Strength training", "strengthtraining")]
    [InlineData("weight-lifting", "strengthtraining")]
    [InlineData("HIIT", "hiit")]
    [InlineData("football", "soccer")]
    [InlineData("unknown", "other")]
    public void Finds_a_sport_in_any_spelling(string word, string key) => Sports.Find(word).ShouldNotBeNull().Key.ShouldBe(key);

    [Theory]
    [InlineData("quidditch")]
    [InlineData("")]
    [InlineData("漢字")]
    public void Knows_what_it_does_not_know(string word) => Sports.Find(word).ShouldBeNull();

    [Fact]
    public void Has_keys_that_are_found_as_they_are()
    {
        Sports.All.Select(sport => sport.Key).ShouldBeUnique();
        Sports.All.ShouldAllBe(sport => Sports.Normalize(sport.Key) == sport.Key && Sports.Find(sport.Key) == sport);
        Sports.All.ShouldContain(Sport.Other);
    }

    [Fact]
    public void Agrees_with_the_sport_map()
    {
        var rows = File.ReadLines(SharedData.Path("sport-map.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();

        Sports.All.Select(sport => (sport.Key, sport.Name)).ShouldBe(rows.Select(row => (row[0], row[6])));
        rows.SelectMany(row => row[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(alias => (alias, row[0])))
            .ShouldAllBe(pair => Sports.Find(pair.alias)!.Key == pair.Item2);
    }

    [Theory]
    [InlineData("body_status", "bodystatus")]
    [InlineData("Body status", "bodystatus")]
    [InlineData("breathing", "breathing")]
    [InlineData("Meditation", "meditation")]
    [InlineData("nap", "nap")]
    [InlineData("relaxation", "relaxation")]
    [InlineData("rest", "rest")]
    public void A_session_is_a_kind_and_no_workout(string word, string key)
    {
        var kind = Sports.FindKind(word).ShouldNotBeNull();

        (kind.Key, kind.IsWorkout).ShouldBe((key, false));
        Sports.FindSession(word).ShouldBe(kind);
        Sports.Find(word).ShouldBeNull();
        new Sport(key, "As an older version called it").IsWorkout.ShouldBeFalse();
    }

    [Fact]
    public void Every_sport_is_a_workout_and_no_session_has_its_word()
    {
        Sports.All.ShouldAllBe(sport => sport.IsWorkout && Sports.FindKind(sport.Key) == sport);
        Sports.Sessions.Count.ShouldBe(6);
        Sports.Sessions.ShouldAllBe(session => SportFamily.Of(session) == session.Key);
        Sports.Sessions.ShouldAllBe(session => Sports.All.All(sport => !SportFamily.AreCompatible(session, sport)));
    }
}
