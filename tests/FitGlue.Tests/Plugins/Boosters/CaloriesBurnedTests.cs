using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.CaloriesBurned;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class CaloriesBurnedConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddCaloriesBurned());
}

public sealed class CaloriesBurnedTests
{
    private static readonly Step Calories = new(Step.Created(services => services.AddCaloriesBurned()));

    private static readonly Athlete Man = new()
    {
        BirthYear = 1986,
        Sex = Sex.Male,
        WeightKg = 75,
    };

    private static readonly Athlete Woman = new()
    {
        BirthYear = 1986,
        Sex = Sex.Female,
        WeightKg = 60,
    };

    // Flaw of the original: a table took the place of what was measured.
    [Fact]
    public void The_number_of_the_source_comes_first()
    {
        var applied = Applied(Running(150) with { Calories = 312.4 }, Man);

        applied.Section.ShouldBe("🔥 Calories: 312 kcal (active, from the source)");
        applied.Metadata.ToJsonString().ShouldBe("""{"kilocalories":312.4,"method":"source","gross":false}""");
    }

    // Flaw: 500 kcal of a FIT file, which are those of the whole body, were "active".
    [Fact]
    public void Calories_of_a_file_are_not_said_to_be_active()
    {
        var applied = Applied(Running(150) with { Calories = 500, CaloriesFromFile = true }, Man);

        applied.Section.ShouldBe("🔥 Calories: 500 kcal (from the file)");
        applied.Metadata.ToJsonString().ShouldBe("""{"kilocalories":500,"method":"source","gross":null}""");
    }

    // Keytel 2005 in kcal a minute at 150 bpm and 40 years: a man of 75 kg, a woman of 60 kg.
    [Fact]
    public void Heart_rate_comes_next()
    {
        var man = Applied(Running(150), Man);

        man.Section.ShouldBe("🔥 Calories: ≈448 kcal (with resting, estimated from heart rate)");
        man.Metadata["kilocalories"]!.GetValue<double>().ShouldBe(30 * 14.9417, 0.002);
        Applied(Running(150), Woman).Metadata["kilocalories"]!.GetValue<double>().ShouldBe(30 * 10.0525, 0.002);
    }

    [Fact]
    public void The_kind_comes_last()
    {
        var walk = Workouts.Of(1800) with { Type = Sports.Find("walking")!, Calories = null };
        var yoga = Workouts.Of(3600) with { Type = Sports.Find("yoga")!, Calories = null };

        var applied = Applied(walk, new() { WeightKg = 70 });
        applied.Section.ShouldBe("🔥 Calories: ≈123 kcal (with resting, estimated as 3.5 MET × 70 kg)");
        applied.Metadata.ToJsonString().ShouldBe("""{"kilocalories":122.5,"method":"met","gross":true,"met":3.5}""");
        Applied(yoga, new() { WeightKg = 65 }).Metadata["kilocalories"]!.GetValue<double>().ShouldBe(149.5, 1e-9);
    }

    // Flaw of the original: resting energy in one number and not in the other, and nobody was told.
    [Fact]
    public void An_estimate_does_not_become_the_active_calories_of_the_workout() =>
        Applied(Running(150), Man).Activity.Calories.ShouldBeNull();

    [Theory]
    [InlineData("strengthtraining")]
    [InlineData("yoga")]
    public void Heart_rate_says_nothing_where_the_pulse_does_not_follow_the_work(string sport) =>
        Applied(Running(150) with { Type = Sports.Find(sport)! }, Man).Metadata["method"]!.GetValue<string>().ShouldBe("met");

    [Fact]
    public void Heart_rate_says_nothing_where_it_is_low_or_thin()
    {
        Applied(Running(89), Man).Metadata["method"]!.GetValue<string>().ShouldBe("met");
        Applied(Running(150, until: 1200), Man).Metadata["method"]!.GetValue<string>().ShouldBe("met");
    }

    [Fact]
    public void A_measured_value_is_not_overridden() =>
        Applied(Running(150) with { Calories = 312 }, Man).Section.ShouldBe("🔥 Calories: 312 kcal (active, from the source)");

    [Fact]
    public void Estimates_say_that_resting_is_in_them_and_the_number_of_the_source_that_it_is_not()
    {
        Applied(Running(150), Man).Section!.ShouldContain("with resting");
        Applied(Running(150) with { Calories = 312 }, Man).Section!.ShouldContain("active");
    }

    [Theory]
    [InlineData("running", 8_000, false, 8.3)]
    [InlineData("running", 8_850, false, 9.05)]
    [InlineData("running", 14_000, false, 9.8)]
    [InlineData("running", 5_000, false, 8.3)]
    [InlineData("running", 9_700, true, 8.3)]
    [InlineData("walking", 4_500, false, 3.5)]
    [InlineData("walking", 6_000, false, 4.3)]
    public void Slow_and_fast_are_not_the_same_where_the_speed_was_measured(string sport, double meters, bool estimated, double met) =>
        Applied(Hour(sport) with { DistanceMeters = meters, DistanceEstimated = estimated }, new() { WeightKg = 70 })
            .Metadata.Number("met")
            .ShouldBe(met, 1e-9);

    [Fact]
    public void A_pause_burns_nothing()
    {
        var ride = Hour("cycling");

        Applied(ride.Paused(600, 2400), new() { WeightKg = 70 })
            .Metadata.Number("kilocalories")
            .ShouldBe(Applied(ride, new() { WeightKg = 70 }).Metadata.Number("kilocalories") / 2, 1e-9);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void A_weight_that_cannot_be_right_is_none(double weight) =>
        Calories.Run(new(Hour("cycling"), null) { Athlete = new() { WeightKg = weight } }).ShouldBeOfType<Boost.Skipped>();

    private static Activity Hour(string sport) => Workouts.Of(3600) with { Calories = null, Type = Sports.Find(sport)! };

    [Fact]
    public void No_weight_is_made_up() =>
        Calories
            .SkippedBy(Running(150))
            .ShouldBe("The source says nothing of calories, and an estimate needs your weight: fill it in on the page Athlete.");

    [Fact]
    public void No_kind_is_made_up() =>
        Calories
            .Run(new(Workouts.Of(1800) with { Type = Sport.Other, Calories = null }, null) { Athlete = Man })
            .ShouldBeOfType<Boost.Skipped>()
            .Reason.ShouldEndWith("there is no estimate without heart rate, birth year, sex and weight.");

    [Fact]
    public void Estimates_can_be_switched_off() =>
        Calories
            .With("""{ "estimate": false }""")
            .Run(new(Running(150), null) { Athlete = Man })
            .ShouldBe(new Boost.Skipped("The source says nothing of calories, and estimates are switched off."));

    private static Activity Running(int bpm, int until = 1800) =>
        Workouts.Of(1800, Enumerable.Range(0, (until / 5) + 1).Select(i => (i * 5.0, bpm))) with
        {
            Type = Sports.Find("running")!,
            Calories = null,
        };

    private static Boost.Applied Applied(Activity activity, Athlete athlete) =>
        Calories.Run(new(activity, null) { Athlete = athlete }).ShouldBeOfType<Boost.Applied>();
}
