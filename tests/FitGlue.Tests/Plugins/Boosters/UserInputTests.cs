using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.UserInput;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class UserInputConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddUserInput());

    protected override IReadOnlyList<string> MoreSettings => ["""{ "field": "title", "default": "Untold" }"""];
}

public sealed class UserInputTests
{
    private static readonly Step Asking = new(Step.Created(services => services.AddUserInput()));

    [Fact]
    public void Asks_and_says_how_long_it_waits()
    {
        Asking.Needs().Question.ShouldBe(new("How was it?", TimeSpan.FromHours(24), PublishFirst: false));
        Asking
            .With("""{ "question": " Which route? ", "hours": 2, "publishFirst": true }""")
            .Needs()
            .Question.ShouldBe(new("Which route?", TimeSpan.FromHours(2), PublishFirst: true));
    }

    [Fact]
    public void The_answer_becomes_a_paragraph_or_the_title()
    {
        Answered("Heavy legs.\r\nGood mood.").Section.ShouldBe("Heavy legs.\nGood mood.");
        Answered("Heavy legs.").Activity.ShouldBe(Workouts.Strength);

        var title = Answered(" Round the\nlake ", """{ "field": "title" }""");
        title.Activity.Title.ShouldBe("Round the lake");
        title.Section.ShouldBeNull();
        title.Metadata.ToJsonString().ShouldBe("""{"answered":true}""");
    }

    // Flaw of the original: it waited for ever.
    [Fact]
    public void Goes_on_when_no_answer_came_in_time() => Asking.SkippedBy(Workouts.Strength).ShouldBe("No answer came in time.");

    [Fact]
    public void A_default_text_stands_in_for_the_answer()
    {
        var applied = Asking.With("""{ "default": "No comment" }""").Applied(Workouts.Strength);

        applied.Section.ShouldBe("No comment");
        applied.Metadata.ToJsonString().ShouldBe("""{"answered":false}""");
    }

    // Flaw of the original: all targets waited.
    [Fact]
    public void Publishing_first_adds_nothing_until_the_answer_comes()
    {
        var step = Asking.With("""{ "publishFirst": true, "default": "No comment" }""");

        step.SkippedBy(Workouts.Strength).ShouldBe("No answer so far; it is added when it comes.");
        step.Run(new BoosterInput(Workouts.Strength, null) { Answer = "Fine" }).ShouldBeOfType<Boost.Applied>().Section.ShouldBe("Fine");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("\0\u0007")]
    public void An_empty_answer_changes_nothing(string answer) =>
        Asking.Run(new BoosterInput(Workouts.Strength, null) { Answer = answer }).ShouldBe(new Boost.Skipped("The answer was left empty."));

    [Fact]
    public void A_long_answer_is_cut_between_characters()
    {
        var title = Answered(new string('a', 199) + "🏃🏃", """{ "field": "title" }""").Activity.Title;

        title.ShouldBe(new string('a', 199));
        Answered(new string('b', 5000)).Section!.Length.ShouldBe(2000);
    }

    private static Boost.Applied Answered(string answer, string settings = "{}") =>
        Asking.With(settings).Run(new BoosterInput(Workouts.Strength, null) { Answer = answer }).ShouldBeOfType<Boost.Applied>();
}
