using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.SourceLink;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class SourceLinkConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddSourceLink());
}

public sealed class SourceLinkTests
{
    private static readonly Step Link = new(Step.Created(services => services.AddSourceLink()));

    // Flaw of the original: the ring was an unknown source.
    [Theory]
    [InlineData("{}", "View on FitGlue: https://workouts.example.org/w/4f1c")]
    [InlineData("""{ "words": "More" }""", "More: https://workouts.example.org/w/4f1c")]
    public void Leads_to_our_own_page(string settings, string section)
    {
        var input = new BoosterInput(Workouts.Strength, null) { Page = new("https://workouts.example.org/w/4f1c") };

        var applied = Link.With(settings).Run(input).ShouldBeOfType<Boost.Applied>();

        applied.Section.ShouldBe(section);
        applied.Metadata.ToJsonString().ShouldBe("""{"url":"https://workouts.example.org/w/4f1c"}""");
    }

    [Fact]
    public void Says_that_there_is_no_page() => Link.SkippedBy(Workouts.Strength).ShouldStartWith("The workout has no public page");

    [Fact]
    public void Needs_words() => Link.With("""{ "words": " " }""").Refused().ShouldBe("The words before the address must be one line.");
}
