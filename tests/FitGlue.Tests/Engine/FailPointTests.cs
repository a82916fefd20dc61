using FitGlue.Engine;
using FitGlue.Tests.Conventions;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>The places where a crash test may end the process.</summary>
public sealed class FailPointTests
{
    [Fact]
    public void There_are_points_between_all_steps_of_the_way_of_a_workout()
    {
        FailPoint.All.Count.ShouldBeGreaterThanOrEqualTo(40);
        FailPoint.All.ShouldBeUnique();
        string[] stages = ["inbox", "import", "listed", "reconcile", "settle", "run", "deliver"];
        stages.ShouldBeSubsetOf(FailPoint.Stages);
    }

    [Fact]
    public void Every_name_is_hit_somewhere()
    {
        var code = string.Concat(SourceTree.Files("src/", ".cs").Select(file => file.Text));

        var names = typeof(FailPoint).GetFields().Where(field => field.IsLiteral && field.Name != nameof(FailPoint.Variable));

        names.ShouldAllBe(field => code.Contains($"FailPoint.{field.Name})", StringComparison.Ordinal));
    }

    [Fact]
    public void A_point_that_nobody_named_does_nothing() => FailPoint.All.ToList().ForEach(FailPoint.Hit);
}
