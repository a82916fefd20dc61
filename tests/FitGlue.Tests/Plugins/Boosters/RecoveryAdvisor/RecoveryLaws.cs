using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters.RecoveryAdvisor;

/// <summary>How the estimate moves when what it is made of moves.</summary>
public sealed class RecoveryLaws
{
    private const int Samples = 100;

    private static IBooster Booster => RecoveryAdvisorTests.Booster;

    /// <summary>Heart rate that no cleaning touches, even beats, a reading a minute or each five minutes.</summary>
    private static readonly Gen<(double Second, int Bpm)[]> Series = Gen.Select(
        Gen.Bool.Select(close => close ? 60 : 300),
        Gen.Int[30, 90].Array[6, 20],
        (spacing, bpm) => bpm.Select((half, index) => ((double)index * spacing, 2 * half)).ToArray()
    );

    private static readonly Gen<IReadOnlyList<Activity>> History = Gen.Select(Gen.Int[100, 180], Gen.Int[1, 40].HashSet[0, 40])
        .Select((bpm, days) => Athletes.Each(Athletes.Steady(bpm, minutes: 20, spacing: 60), days));

    [Fact]
    public void A_point_on_the_line_changes_nothing() =>
        Gen.Select(Series, Gen.Int[0, 1000])
            .Sample(
                (series, at) =>
                {
                    var (left, right) = (series[at % (series.Length - 1)], series[(at % (series.Length - 1)) + 1]);
                    var middle = ((left.Second + right.Second) / 2, (left.Bpm + right.Bpm) / 2);

                    Hours(Athletes.Input(Of([.. series, middle]))).ShouldBe(Hours(Athletes.Input(Of(series))), 1e-6);
                },
                iter: Samples
            );

    [Fact]
    public void The_order_of_what_it_is_given_changes_nothing() =>
        Gen.Select(Series, History, Gen.Int)
            .Sample(
                (series, history, seed) =>
                {
                    var random = new Random(seed);
                    var (samples, earlier, days) = (series.ToArray(), history.ToArray(), Nights().ToArray());
                    random.Shuffle(samples);
                    random.Shuffle(earlier);
                    random.Shuffle(days);

                    Text(Athletes.Input(Of(samples)) with { History = earlier, Days = days })
                        .ShouldBe(Text(Athletes.Input(Of(series)) with { History = history, Days = Nights() }));
                },
                iter: Samples
            );

    [Fact]
    public void A_beat_more_everywhere_never_shortens() =>
        Gen.Select(Series, History)
            .Sample(
                (series, history) =>
                {
                    var faster = series.Select(s => (s.Second, s.Bpm + 1)).ToArray();

                    Hours(Athletes.Input(Of(faster)) with { History = history })
                        .ShouldBeGreaterThanOrEqualTo(Hours(Athletes.Input(Of(series)) with { History = history }));
                },
                iter: Samples
            );

    [Fact]
    public void A_worse_night_never_shortens() =>
        Gen.Select(Gen.Int[20, 60], Gen.Int[45, 65], Gen.Double[4, 9], Gen.Double[-1, 2])
            .Select(Gen.Select(Gen.Int[0, 15], Gen.Int[0, 12], Gen.Double[0, 3], Gen.Double[0, 1]))
            .Sample(
                (night, worse) =>
                {
                    var (hrv, lowest, asleep, warm) = night;
                    // The resting heart rate is not typed, so that the nights give it.
                    var input = Athletes.Input(Workouts.Strength) with
                    {
                        Athlete = Athletes.Known with { RestingHeartRate = null },
                    };

                    Hours(input with { Days = Last(hrv - worse.Item1, lowest + worse.Item2, asleep - worse.Item3, warm + worse.Item4) })
                        .ShouldBeGreaterThanOrEqualTo(Hours(input with { Days = Last(hrv, lowest, asleep, warm) }));
                },
                iter: Samples
            );

    [Fact]
    public void A_good_night_never_shortens_below_the_estimate_of_training() =>
        Gen.Int[50, 120]
            .Sample(
                hrv =>
                    Hours(Athletes.Input(Workouts.Strength) with { Days = Last(hrv, 45, 9, -0.5) })
                        .ShouldBeGreaterThanOrEqualTo(Hours(Athletes.Input(Workouts.Strength))),
                iter: Samples
            );

    [Fact]
    public void Deleting_a_workout_restores_what_was_said_before_it_came() =>
        Gen.Select(History, Gen.Int[1, 40])
            .Sample(
                (history, day) =>
                {
                    var input = Athletes.Input(Workouts.Strength) with { History = history };
                    var before = Text(input);
                    var deleted = Athletes.Each(Athletes.Steady(170), day).Single();

                    Text(input with { History = [.. history, deleted] }).ShouldNotBeNull();

                    Text(input with { History = [.. history.Append(deleted).Where(a => a != deleted)] }).ShouldBe(before);
                },
                iter: Samples
            );

    [Fact]
    public void Running_twice_is_running_once() =>
        History.Sample(
            history =>
            {
                var input = Athletes.Input(Workouts.Strength) with { History = history, Days = Nights() };

                Text(input).ShouldBe(Text(input));
            },
            iter: Samples
        );

    [Fact]
    public void A_change_of_the_clocks_changes_no_load() =>
        Series.Sample(
            series =>
            {
                var activity = Of(series);
                var shifted = activity.Shifted(TimeSpan.FromHours(-1));
                // The same instants, by clocks that are put back while it lasts.
                var across = activity with
                {
                    EndTime = activity.EndTime.ToOffset(activity.StartTime.Offset - TimeSpan.FromHours(1)),
                };

                Trimp(shifted).ShouldBe(Trimp(activity), 1e-9);
                Trimp(across).ShouldBe(Trimp(activity));
            },
            iter: Samples
        );

    [Fact]
    public void Shifting_everything_by_days_changes_nothing() =>
        Gen.Select(History, Gen.Int[-900, 900])
            .Sample(
                (history, days) =>
                {
                    var by = TimeSpan.FromDays(days);

                    Text(Athletes.Input(Workouts.Strength.Shifted(by)) with { History = [.. history.Select(a => a.Shifted(by))] })
                        .ShouldBe(Text(Athletes.Input(Workouts.Strength) with { History = history }));
                },
                iter: Samples
            );

    private static IReadOnlyList<FitGlue.Core.Days.DayRecord> Nights() => Athletes.Nights(Athletes.UsualWeek, 52, 7.5, 0.1);

    private static IReadOnlyList<FitGlue.Core.Days.DayRecord> Last(int hrv, int lowest, double asleep, double warm) =>
        Athletes.Nights([.. Athletes.UsualWeek[..^1], hrv], lowest, asleep, warm);

    private static Activity Of((double Second, int Bpm)[] series) => Workouts.Of(series.Max(s => s.Second), series);

    private static double Trimp(Activity activity) => Booster.Applied(Athletes.Input(activity)).Metadata.Number("trimp");

    private static double Hours(BoosterInput input) => Booster.Applied(input).Metadata.Number("hoursMid");

    private static string Text(BoosterInput input)
    {
        var applied = Booster.Applied(input);
        return applied.Section + applied.Metadata.ToJsonString();
    }
}
