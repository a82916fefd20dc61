using FitGlue.Core.Athletes;
using FitGlue.Core.Days;
using FitGlue.Core.Training;
using FitGlue.Plugins.Boosters.HeartRateZones;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Training;

public sealed class HeartRateProfileTests
{
    private static readonly DateOnly Day = new(2026, 10, 5);

    [Fact]
    public void A_typed_maximum_goes_before_an_estimate()
    {
        MaxHeartRate.Of(new() { MaxHeartRate = 187, BirthYear = 1986 }, Day).ShouldBe(new(187, IsEstimated: false));
        MaxHeartRate.Of(new() { BirthYear = 1986 }, Day).ShouldBe(new(180, IsEstimated: true));
        MaxHeartRate.Of(Athlete.Unknown, Day).ShouldBeNull();
        MaxHeartRate.Of(new() { BirthYear = 2030 }, Day).ShouldBeNull();
    }

    [Theory]
    [InlineData(119)]
    [InlineData(231)]
    [InlineData(-1)]
    public void A_typed_maximum_that_cannot_be_right_is_none(int typed) =>
        MaxHeartRate.Of(new() { MaxHeartRate = typed, BirthYear = 1986 }, Day).ShouldBeNull();

    [Fact]
    public void A_maximum_is_never_learned_from_samples()
    {
        var sprint = Workouts.Of(600, Enumerable.Range(0, 121).Select(i => (i * 5.0, 188)));
        var zones = Boosts.Created(services => services.AddHeartRateZones());

        var applied = zones.Applied(
            new(sprint, null)
            {
                Athlete = new() { BirthYear = 1986 },
                History = [sprint.Shifted(-TimeSpan.FromDays(1))],
            }
        );

        applied.Section!.ShouldContain("estimated max 180 bpm", customMessage: "though 188 were measured for ten minutes");
    }

    [Fact]
    public void Age_is_that_of_the_day_of_the_workout() =>
        MaxHeartRate.Of(new() { BirthYear = 1986 }, Day.AddYears(-10)).ShouldBe(new(187, IsEstimated: true));

    [Fact]
    public void A_typed_resting_heart_rate_goes_before_the_nights() =>
        RestingHeartRate.Of(new() { RestingHeartRate = 48 }, Night(52, 9), Day).ShouldBe(new(48, RestingHeartRateOrigin.Typed));

    [Fact]
    public void Five_nights_give_the_resting_heart_rate()
    {
        RestingHeartRate.Of(Athlete.Unknown, Night(52, 5), Day).ShouldBe(new(52, RestingHeartRateOrigin.Nights));
        RestingHeartRate.Of(Athlete.Unknown, Night(52, 4), Day).ShouldBe(new(60, RestingHeartRateOrigin.Assumed));
    }

    [Fact]
    public void Only_the_nights_of_four_weeks_count_and_the_last_one_does_not()
    {
        RestingHeartRate.Of(Athlete.Unknown, Night(52, 5, after: 23), Day).Bpm.ShouldBe(52);
        RestingHeartRate.Of(Athlete.Unknown, Night(52, 5, after: 24), Day).Bpm.ShouldBe(60);
        RestingHeartRate.Of(Athlete.Unknown, Night(52, 5, after: -1), Day).Bpm.ShouldBe(60);
    }

    [Fact]
    public void Naps_and_deleted_sleeps_are_no_nights()
    {
        var naps = Night(52, 9).Select(night => night with { Kind = SleepKind.Nap });
        var deleted = Night(52, 9).Select(night => night with { Kind = SleepKind.Deleted });

        RestingHeartRate.Of(Athlete.Unknown, [.. naps, .. deleted], Day).Origin.ShouldBe(RestingHeartRateOrigin.Assumed);
    }

    [Fact]
    public void A_night_in_two_parts_is_its_longer_part()
    {
        var (part, night) = (Night(70, 1).Single() with { Asleep = TimeSpan.FromHours(3.5) }, Night(52, 1).Single());

        Nights.Of([part, night, part], Day.AddDays(-1), Day).ShouldHaveSingleItem().ShouldBe(night);
    }

    [Theory]
    [InlineData(190, 55, true)]
    [InlineData(190, 29, false)]
    [InlineData(190, 101, false)]
    [InlineData(119, 60, false)]
    [InlineData(231, 60, false)]
    [InlineData(121, 92, false)]
    public void What_contradicts_itself_is_not_known(int max, int resting, bool known) =>
        (HeartRateProfile.Of(new() { MaxHeartRate = max, RestingHeartRate = resting }, [], Day) is not null).ShouldBe(known);

    [Fact]
    public void Women_have_both_coefficients_of_women()
    {
        Weight(Sex.Female).ShouldBe(new ImpulseWeight(0.86, 1.67));
        Weight(Sex.Male).ShouldBe(new ImpulseWeight(0.64, 1.92));
        Weight(null).ShouldBe(ImpulseWeight.Men);

        static ImpulseWeight Weight(Sex? sex) => HeartRateProfile.Of(new() { MaxHeartRate = 190, Sex = sex }, [], Day)!.Weight;
    }

    private static DayRecord.Sleep[] Night(int lowest, int count, int after = 0) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(back => new DayRecord.Sleep(
                    Day.AddDays(-back - after),
                    SleepKind.Night,
                    new DateTimeOffset(Day.AddDays(-back - after - 1), new TimeOnly(23, 0), TimeSpan.Zero),
                    null,
                    TimeSpan.FromHours(7.5),
                    50,
                    lowest,
                    58
                )),
        ];
}
