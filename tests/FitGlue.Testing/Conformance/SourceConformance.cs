using System.Text.RegularExpressions;
using FitGlue.Core.Sources;
using Shouldly;
using Xunit;

namespace FitGlue.Testing.Conformance;

/// <summary>What every source must do. A source's test class inherits it.</summary>
public abstract partial class SourceConformance
{
    protected abstract ISource Source { get; }

    /// <summary>A document that holds a workout.</summary>
    protected abstract SourceDocument Workout { get; }

    [Fact]
    public void Says_who_it_is()
    {
        RegistryId().IsMatch(Source.Info.Id).ShouldBeTrue($"'{Source.Info.Id}' is no registry id.");
        Source.Info.Name.ShouldNotBeNullOrWhiteSpace();
        Source.Info.Summary.ShouldNotBeNullOrWhiteSpace();
        Source.Info.Summary.ShouldEndWith(".");
    }

    [Fact]
    public void Gives_a_reason_for_each_scope()
    {
        Source.Info.Scopes.ShouldAllBe(scope => scope.Scope.Length > 0 && scope.Reason.EndsWith('.'));
        Source.Info.Scopes.Select(scope => scope.Scope).ShouldBeUnique();
    }

    [Fact]
    public void Maps_a_workout_to_an_activity_of_its_own()
    {
        var activity = Source.Map(Workout).ShouldNotBeNull();

        activity.Source.ShouldBe(Source.Info.Id);
        activity.ExternalId.ShouldBe(Workout.ObjectId);
        activity.Title.ShouldNotBeNullOrWhiteSpace();
        activity.EndTime.ShouldBeGreaterThan(activity.StartTime);
    }

    [Fact]
    public void Maps_the_same_document_to_the_same_activity()
    {
        var first = Source.Map(Workout).ShouldNotBeNull();
        var second = Source.Map(Workout).ShouldNotBeNull();

        second.ToString().ShouldBe(first.ToString());
        second.Tags.ShouldBe(first.Tags);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("42")]
    [InlineData("{\"id\":")]
    [InlineData("<html></html>")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Refuses_a_document_that_is_none_in_words(string json)
    {
        var refusal = Should.Throw<UnreadableDocumentException>(() => Source.Map(new("some-id", json)));

        refusal.Message.Length.ShouldBeGreaterThan(10);
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$", RegexOptions.None, 1000)]
    private static partial Regex RegistryId();
}
