using FitGlue.Engine.Fetch;
using FitGlue.Server.Activities;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Activities;

/// <summary>What changed from one version of an activity to the next.</summary>
public sealed class RevisionChangesTests
{
    private static readonly StoredActivity Walk = new()
    {
        Title = "Walking",
        Type = "walking",
        TypeName = "Walking",
        StartTime = new(2026, 6, 15, 9, 0, 0, TimeSpan.FromHours(2)),
        EndTime = new(2026, 6, 15, 9, 30, 0, TimeSpan.FromHours(2)),
        Calories = 412,
        Detection = "autodetected",
    };

    [Fact]
    public void The_same_is_no_change() => RevisionChanges.Between(Walk, Walk with { }).ShouldBeEmpty();

    [Fact]
    public void Each_field_says_from_what_to_what()
    {
        var edited = Walk with { Title = "To work", Calories = 431, Detection = "confirmed" };

        RevisionChanges
            .Between(Walk, edited)
            .Select(change => change.ToString())
            .ShouldBe(["title Walking → To work", "calories 412 → 431", "detection autodetected → confirmed"]);
    }

    [Fact]
    public void Times_carry_their_offset_and_what_was_not_known_is_null()
    {
        var moved = Walk with { StartTime = Walk.StartTime.AddMinutes(-5), Calories = null };

        RevisionChanges
            .Between(Walk, moved)
            .ShouldBe([new("start", "2026-06-15 09:00:00 +02:00", "2026-06-15 08:55:00 +02:00"), new("calories", "412", null)]);
    }

    [Fact]
    public void Late_heart_rate_is_told_by_its_samples()
    {
        var later = Walk with { HeartRate = new(360, 97.25, 120, 80, 1, default, 5) };

        RevisionChanges.Between(Walk, later).ShouldBe([new("heartRateSamples", "0", "360"), new("averageHeartRate", null, "97.3")]);
    }
}
