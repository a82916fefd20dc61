using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.PersonalRecords;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class PersonalRecordsConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddPersonalRecords());

    protected override IReadOnlyList<string> MoreSettings => ["""{ "markTitle": true, "quiet": 1 }"""];
}

public sealed class PersonalRecordsTests
{
    private static readonly Step Records = new(Step.Created(services => services.AddPersonalRecords()));

    private static readonly Activity[] Five =
    [
        .. Enumerable.Range(-5, 5).Select(day => Hike(day, minutes: 105 + day, meters: 11_000 + (100 * day), calories: 840 + day)),
    ];

    [Fact]
    public void Names_what_is_the_most_so_far()
    {
        var applied = Records.Applied(Hike(0, 125.9, 12_309, 911.6), Five);

        applied.Section.ShouldBe(
            "🏆 Personal Records (Hiking):\n• Longest workout: 2 h 05 min (before: 1 h 44 min on 2026-03-01)\n• Longest distance: 12.30 km (before: 10.90 km on 2026-03-01)\n• Most calories: 912 kcal (before: 839 kcal on 2026-03-01)"
        );
        applied.Metadata.ToJsonString().ShouldBe("""{"duration":"2 h 05 min","distance":"12.30 km","calories":"912 kcal"}""");
        applied.Activity.Title.ShouldBe("Evening lifting");
    }

    // Flaw of the original: an estimate made a fastest 5 km.
    [Fact]
    public void An_estimated_distance_is_no_record()
    {
        Records.SkippedBy(Hike(0, 60, 99_000, estimated: true), Five).ShouldBe("No record of Hiking this time.");
        Records
            .SectionOf(Hike(0, 60, 12_000), [.. Five, Hike(-6, 60, 99_000, estimated: true)])
            .ShouldContain("12.00 km (before: 10.90 km");
    }

    [Fact]
    public void A_measured_distance_is_no_record_among_estimates() =>
        Records
            .SkippedBy(Hike(0, 60, 12_000), [.. Five.Select(hike => hike with { DistanceEstimated = true })])
            .ShouldBe("No record of Hiking this time.");

    // Flaw of the original: each workout of a first import was a record.
    [Fact]
    public void The_first_workouts_of_a_kind_are_quiet()
    {
        Records
            .SkippedBy(Hike(0, 600), [.. Five.Skip(1)])
            .ShouldBe("Records begin after 5 workouts of a kind; of Hiking this is number 5.");
        Records.With("""{ "quiet": 4 }""").SectionOf(Hike(0, 600), [.. Five.Skip(1)]).ShouldContain("Longest workout");
    }

    [Fact]
    public void Kinds_do_not_compete() =>
        Records
            .SkippedBy(Hike(0, 60), [.. Five, Days.On(Days.Monday.AddDays(-8), "running", minutes: 10)])
            .ShouldBe("No record of Hiking this time.");

    [Theory]
    [InlineData(104.9)]
    [InlineData(104)]
    public void What_prints_the_same_is_no_record(double minutes) =>
        Records.SkippedBy(Hike(0, minutes), Five).ShouldBe("No record of Hiking this time.");

    [Fact]
    public void A_record_counts_from_the_day_it_was_first_reached() =>
        Records.SectionOf(Hike(0, 200), [.. Five, Hike(-9, 104)]).ShouldContain("(before: 1 h 44 min on 2026-02-21)");

    [Fact]
    public void Kinds_can_be_chosen() =>
        Records.With("""{ "sports": "running" }""").SkippedBy(Hike(0, 600), Five).ShouldBe("Hiking holds no records here.");

    [Fact]
    public void Marks_the_title_once_on_request()
    {
        var step = Records.With("""{ "markTitle": true }""");

        step.Applied(Hike(0, 600), Five).Activity.Title.ShouldBe("🎉 Evening lifting");
        step.Applied(Hike(0, 600) with { Title = "🎉 Done" }, Five).Activity.Title.ShouldBe("🎉 Done");
    }

    private static Activity Hike(int day, double minutes, double? meters = null, double? calories = null, bool estimated = false) =>
        Days.On(Days.Monday.AddDays(day), "hiking", minutes, meters, estimated, calories);
}
