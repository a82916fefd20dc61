using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Expressions;

/// <summary>Rules that ask how far from a place a workout started.</summary>
public sealed class NearTests
{
    private static readonly Activity Ride = Workouts.Of(1800);

    // One degree of latitude is 111.195 km on the sphere: 0.001° are 111.2 m.
    [Theory]
    [InlineData("near(52.52, 13.405, 500)", 52.521, 13.405, true)]
    [InlineData("near(52.52, 13.405, 111)", 52.521, 13.405, false)]
    [InlineData("near(52.52, 13.405, 112 m)", 52.521, 13.405, true)]
    [InlineData("near(52.52, 13.405, 2 km) and type is known", 52.535, 13.405, true)]
    [InlineData("NEAR(52.52,13.405,1 mi)", 52.535, 13.405, false)]
    [InlineData("not near(52.52, 13.405, 500)", 52.6, 13.405, true)]
    [InlineData("near(-33.8568, 151.2153, 500)", -33.857, 151.215, true)]
    [InlineData("near(33.8568, 151.2153, 500)", -33.857, 151.215, false)]
    // Across the antimeridian: Taveuni in Fiji.
    [InlineData("near(-16.8, 179.999, 500)", -16.8, -179.999, true)]
    [InlineData("near(-16.8, -180, 1)", -16.8, 180, true)]
    [InlineData("near(-16.8, 179.9, 500)", -16.8, -179.9, false)]
    // At a pole every longitude is the same place.
    [InlineData("near(90, 0, 10)", 90, 123, true)]
    public void Asks_how_far_from_a_place_it_started(string rule, double latitude, double longitude, bool holds) =>
        Rule(rule).Ask(At(Ride, (0, new(latitude, longitude)))).ShouldBe(holds);

    [Theory]
    [InlineData("near(52.52, 13.405, 500)", null)]
    [InlineData("not near(52.52, 13.405, 500)", null)]
    [InlineData("near(52.52, 13.405, 500) or position is unknown", true)]
    [InlineData("position is known", false)]
    public void Where_no_position_was_recorded_it_cannot_be_told(string rule, bool? answer)
    {
        Rule(rule).Ask(new(Ride, null)).ShouldBe(answer);
        Rule(rule).Ask(At(Ride, (0, null), (900, null))).ShouldBe(answer);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(301, null)]
    public void A_position_that_was_found_late_is_not_where_it_started(int seconds, bool? answer) =>
        Rule("near(52.52, 13.405, 500)").Ask(At(Ride, (0, null), (seconds, new(52.52, 13.405)))).ShouldBe(answer);

    [Fact]
    public void The_first_position_counts()
    {
        var input = At(Ride, (0, new(52.52, 13.405)), (60, new(48.1, 11.5)));

        Rule("near(52.52, 13.405, 1)").Holds(input).ShouldBeTrue();
        Rule("near(48.1, 11.5, 1)").Holds(input).ShouldBeFalse();
    }

    [Theory]
    [InlineData("near", 5, "The rule ends where there should be “(”.")]
    [InlineData("near(91, 0, 1)", 6, "91 is no latitude: it runs from -90 to 90.")]
    [InlineData("near(-90.1, 0, 1)", 6, "-90.1 is no latitude: it runs from -90 to 90.")]
    [InlineData("near(0, -180.5, 1)", 9, "-180.5 is no longitude: it runs from -180 to 180.")]
    [InlineData("near(0, 0, 0)", 12, "The radius has to be more than 0 and at most 100 km.")]
    [InlineData("near(0, 0, 100.1 km)", 12, "The radius has to be more than 0 and at most 100 km.")]
    [InlineData("near(0, 0, -5)", 12, "“-” stands where there should be a radius in meters such as 500, or 2 km.")]
    [InlineData("near(0, 0)", 10, "“)” stands where there should be “,”.")]
    [InlineData("near(52.52 13.405 500)", 12, "“13.405” stands where there should be “,”.")]
    [InlineData("near(north, 0, 1)", 6, "“north” stands where there should be a latitude in degrees such as 52.52.")]
    [InlineData("near(0, 0, 5 h)", 14, "“h” stands where there should be “)”.")]
    [InlineData("position = 5", 10, "“position” cannot be asked with “=”; there should be is known.")]
    [InlineData("position in (1, 2)", 10, "“position” cannot be asked with “in”; there should be is known.")]
    [InlineData("position contains 1", 10, "“position” cannot be asked with “contains”; there should be is known.")]
    [InlineData("neer(0, 0, 5)", 1, "“neer” is no field. Did you mean “near”?")]
    public void What_is_no_place_or_radius_is_refused_when_it_is_saved(string rule, int position, string problem)
    {
        var broken = ExpressionParser.Parse(rule).ShouldBeOfType<Parsed.Broken>();

        (broken.Position, broken.Problem[..Math.Min(problem.Length, broken.Problem.Length)]).ShouldBe((position, problem));
    }

    [Theory]
    [InlineData("near( -33.85680004 , +151, 1)", null)]
    [InlineData("near(-33.85680004, 151.2153, 1500 m)", "near(-33.8568, 151.2153, 1500 m)")]
    [InlineData("near(-0, 0, 2000)", "near(0, 0, 2 km)")]
    public void Is_written_in_one_form(string rule, string? written) =>
        (ExpressionParser.Parse(rule) as Parsed.Rule)?.Expression.ToString().ShouldBe(written);

    private static BoosterInput At(Activity activity, params (int Seconds, Position? Position)[] points) =>
        new(
            activity with
            {
                Recording = new()
                {
                    Points =
                    [
                        .. points.Select(point => new RecordedPoint(activity.StartTime.AddSeconds(point.Seconds))
                        {
                            Position = point.Position,
                        }),
                    ],
                },
            },
            null
        );

    private static Expression Rule(string rule) => ExpressionParser.Parse(rule).ShouldBeOfType<Parsed.Rule>(rule).Expression;
}
