using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;
using FitGlue.Plugins.Expressions;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Expressions;

public sealed class ExpressionTests
{
    // Monday 2026-10-05, 18:02 at the place (+03:00): 15:02 UTC.
    private static readonly Activity Lifting = Workouts.Strength with
    {
        Tags = ["gym", "intensity:moderate"],
        DistanceMeters = 5200,
        DistanceEstimated = true,
    };

    [Theory]
    [InlineData("type = strengthtraining")]
    [InlineData("type = \"Strength training\"")]
    [InlineData("TYPE in (running, weightlifting)")]
    [InlineData("type != running")]
    [InlineData("rawType = \"strengthTraining\"")]
    [InlineData("title contains LIFT")]
    [InlineData("title contains (run, \"evening l\")")]
    [InlineData("tags contains Gym")]
    [InlineData("not tags contains gy")]
    [InlineData("tags not contains outdoor")]
    [InlineData("duration >= 47 min and duration < 48 min")]
    [InlineData("duration in 30 min..1 h 30 min")]
    [InlineData("duration > 0.5 hours")]
    [InlineData("distance > 5 km and distance < 5300 m and distance > 3 mi")]
    [InlineData("distance.estimated")]
    [InlineData("calories = 312.4 kcal")]
    [InlineData("calories > 300")]
    [InlineData("time = 18:02")]
    [InlineData("time in 17:00..19:00")]
    [InlineData("weekday = monday")]
    [InlineData("weekday in (sat..mon)")]
    [InlineData("weekday in (wed, fri..mon)")]
    [InlineData("intensity >= moderate")]
    [InlineData("intensity in easy..moderate")]
    [InlineData("detection = confirmed and source = oura")]
    [InlineData("hr.average in 138 bpm..139 bpm")]
    [InlineData("hr.coverage >= 70 %")]
    [InlineData("hr.grade = sparse and hr.grade < moderate")]
    [InlineData("readiness >= 80")]
    [InlineData("(type = running or type = strengthtraining) and not weekday = sun")]
    [InlineData("type = running or type = strengthtraining and weekday = mon")]
    [InlineData("description is unknown and calories is known and description is not known")]
    public void Holds(string rule) => Rule(rule).Ask(Input()).ShouldBe(true);

    [Theory]
    [InlineData("type = running")]
    [InlineData("not title contains lift")]
    [InlineData("title contains run")]
    [InlineData("duration > 48 min")]
    [InlineData("time in 19:00..18:00")]
    [InlineData("weekday in tue..sun")]
    [InlineData("time = 15:02")]
    [InlineData("(type = running or title contains lift) and calories < 100")]
    public void Does_not_hold(string rule) => Rule(rule).Ask(Input()).ShouldBe(false);

    [Theory]
    [InlineData("22:00", true)]
    [InlineData("23:59", true)]
    [InlineData("00:00", true)]
    [InlineData("05:59", true)]
    [InlineData("06:00", false)]
    [InlineData("21:59", false)]
    public void A_window_crosses_midnight(string time, bool inside)
    {
        var start = new DateTimeOffset(2026, 10, 5, 0, 0, 0, TimeSpan.FromHours(-7)) + TimeSpan.Parse(time);
        var input = new BoosterInput(Lifting with { StartTime = start, EndTime = start.AddHours(1) }, null);

        Rule("time in 22:00..06:00").Holds(input).ShouldBe(inside);
        Rule("time in 06:00..22:00").Holds(input).ShouldBe(!inside);
    }

    // The day before in UTC, the day itself at the place.
    [Fact]
    public void Weekday_and_time_are_those_of_the_place()
    {
        var start = new DateTimeOffset(2026, 10, 5, 1, 30, 0, TimeSpan.FromHours(3));
        var input = new BoosterInput(Lifting with { StartTime = start, EndTime = start.AddHours(1) }, null);

        Rule("weekday = mon and time in 01:00..02:00").Holds(input).ShouldBeTrue();
    }

    [Theory]
    [InlineData("hr.average > 150")]
    [InlineData("hr.average <= 150")]
    [InlineData("not hr.average > 150")]
    [InlineData("hr.average != 150")]
    [InlineData("hr.average not in 100..200")]
    [InlineData("not not hr.average > 150")]
    [InlineData("description contains a")]
    [InlineData("not description contains a")]
    [InlineData("type = strengthtraining and hr.average > 1")]
    [InlineData("type = running or not hr.average > 1")]
    public void What_is_not_known_decides_nothing(string rule)
    {
        var input = new BoosterInput(Workouts.Of(600), null);

        Rule(rule).Ask(input).ShouldBeNull();
        Rule(rule).Holds(input).ShouldBeFalse();
    }

    [Theory]
    [InlineData("type = strengthtraining or hr.average > 150", true)]
    [InlineData("type = running and not hr.average > 150", false)]
    [InlineData("hr.average > 150 or hr.average is unknown", true)]
    [InlineData("intensity = easy", null)]
    public void What_is_known_may_decide_alone(string rule, bool? answer) =>
        Rule(rule).Ask(new(Workouts.Of(600) with { Intensity = "brutal" }, null)).ShouldBe(answer);

    [Theory]
    [InlineData("", 1, "The rule ends where there should be a field, “not” or “(”.")]
    [InlineData("type", 5, "The rule ends where there should be =, !=, in or is known.")]
    [InlineData("type = runing", 8, "“runing” is no kind of workout. Did you mean “running”?")]
    [InlineData("durration > 5 min", 1, "“durration” is no field. Did you mean “duration”? There are: type, rawType,")]
    [InlineData("type > running", 6, "“type” cannot be asked with “>”; there should be =, !=, in or is known.")]
    [InlineData("duration > 30", 14, "The rule ends where there should be a unit: a duration such as 30 min or 1 h 30 min.")]
    [InlineData("duration > long", 12, "“long” stands where there should be a duration such as 30 min or 1 h 30 min.")]
    [InlineData("time > 25:00", 8, "25:00 is no time of day: it runs from 00:00 to 23:59.")]
    [InlineData("time in 06:00..06:00", 9, "06:00..06:00 has no length.")]
    [InlineData("duration in 2 h..1 h", 13, "A range runs from the lower to the higher value: 1 h..2 h.")]
    [InlineData("weekday = mnoday", 11, "“mnoday” is not a weekday: mon, tue, wed, thu, fri, sat, sun. Did you mean “monday”?")]
    [InlineData("intensity = extreme", 13, "“extreme” is not an intensity: easy, moderate, hard.")]
    [InlineData("tags = gym", 6, "“tags” cannot be asked with “=”; there should be contains or is known.")]
    [InlineData(
        "calories contains 3",
        10,
        "“calories” cannot be asked with “contains”; there should be =, !=, <, <=, >, >=, in or is known."
    )]
    [InlineData("(type = running", 16, "The rule ends where there should be “)”.")]
    [InlineData("type = running type = walking", 16, "“type” stands where there should be “and”, “or” or the end.")]
    [InlineData("title = \"open", 9, "“\"open” stands where there should be a text such as \"commute\".")]
    [InlineData("hr.average is maybe", 15, "“maybe” stands where there should be “known” or “unknown”.")]
    [InlineData("type not = running", 10, "“=” stands where there should be “in” or “contains”.")]
    [InlineData("calories > 9999999999", 12, "")]
    public void Says_what_is_wrong_and_where(string rule, int position, string problem)
    {
        var broken = ExpressionParser.Parse(rule).ShouldBeOfType<Parsed.Broken>();

        broken.Position.ShouldBe(position);
        broken.Problem.ShouldStartWith(problem);
    }

    [Fact]
    public void A_rule_can_name_the_kinds_of_sessions()
    {
        var input = new BoosterInput(Workouts.Of(600) with { Type = Sports.FindKind("body_status")!, RawType = "body_status" }, null);

        Rule("type = \"Body status\"").Holds(input).ShouldBeTrue();
        Rule("type in (meditation, nap, bodystatus)").Holds(input).ShouldBeTrue();
        Rule("type = meditation").Holds(input).ShouldBeFalse();
        ExpressionParser
            .Parse("type = meditaton")
            .ShouldBeOfType<Parsed.Broken>()
            .Problem.ShouldBe("“meditaton” is no kind of workout. Did you mean “meditation”?");
    }

    [Theory]
    [InlineData("type = meditation", true)]
    [InlineData("not (type in (nap, Meditation) or title contains a)", true)]
    [InlineData("rawType = meditation", true)]
    [InlineData("title contains (yoga, meditation) and duration > 5 min", true)]
    [InlineData("type != nap and duration in 5 min..1 h", false)]
    [InlineData("rawType is known and not distance.estimated", false)]
    public void Says_whether_a_rule_names_a_kind(string rule, bool names) =>
        Rule(rule).Names(Sports.FindKind("meditation")!).ShouldBe(names);

    [Fact]
    public void Bounds_depth_and_length()
    {
        var deep = new string('(', 33) + "type = running" + new string(')', 33);
        var deepest = new string('(', 32) + "type = running" + new string(')', 32);
        var chain = string.Join(" or ", Enumerable.Repeat("type = golf", 133));

        ExpressionParser.Parse(deep).ShouldBeOfType<Parsed.Broken>().Problem.ShouldContain("32 deep");
        ExpressionParser.Parse(deepest).ShouldBeOfType<Parsed.Rule>();
        ExpressionParser.Parse(chain).ShouldBeOfType<Parsed.Rule>();
        ExpressionParser.Parse(chain + " or type = golf").ShouldBeOfType<Parsed.Broken>().Problem.ShouldContain("2000 characters");
    }

    [Fact]
    public void Every_field_is_described()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "plugins", "rules.md"));

        Field.All.ShouldAllBe(field => page.Contains($"`{field.Name}`"));
    }

    [Fact]
    public void Says_which_days_it_needs()
    {
        Field.NeedsOf(Rule("type = running and readiness > 70").Fields).DayRecordDays.ShouldBe(1);
        Field.NeedsOf(Rule("type = running").Fields).ShouldBe(BoosterNeeds.Nothing);
    }

    private static Expression Rule(string rule) => ExpressionParser.Parse(rule).ShouldBeOfType<Parsed.Rule>(rule).Expression;

    private static BoosterInput Input() =>
        new(Lifting, null)
        {
            Days = [new DayRecord.Readiness(Lifting.LocalDate.AddDays(-1), 40, null), new DayRecord.Readiness(Lifting.LocalDate, 81, null)],
        };
}
