using FitGlue.Core;
using FitGlue.Core.Athletes;
using FitGlue.Core.Sources;
using FitGlue.Tests.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

/// <summary>What personal_info says of a person.</summary>
public sealed class OuraAthleteTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_age_sex_and_weight() =>
        (await ReadAsync("""{"id":"p-1","age":38,"weight":74.5,"height":1.76,"biological_sex":"female","email":null}""")).ShouldBe(
            new(38, Sex.Female, 74.5)
        );

    [Fact]
    public async Task Knows_nothing_without_the_scope() =>
        (await ReadAsync("""{"id":"p-1","age":null,"weight":null,"height":null,"biological_sex":null,"email":null}""")).ShouldBe(
            new(null, null, null)
        );

    [Theory]
    [InlineData("\"male\"", Sex.Male)]
    [InlineData("\"Male \"", Sex.Male)]
    [InlineData("\"intersex\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("1", null)]
    public async Task Takes_a_word_that_it_does_not_know_for_unknown(string word, Sex? sex) =>
        (await ReadAsync($$"""{"id":"p-1","biological_sex":{{word}}}""")).Sex.ShouldBe(sex);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-3", "-70")]
    [InlineData("9", "19.9")]
    [InlineData("111", "400.1")]
    [InlineData("1e300", "1e300")]
    [InlineData("\"38\"", "\"70\"")]
    public async Task Refuses_what_cannot_be(string age, string weight) =>
        (await ReadAsync($$"""{"id":"p-1","age":{{age}},"weight":{{weight}},"biological_sex":"male"}""")).ShouldBe(
            new(null, Sex.Male, null)
        );

    [Fact]
    public async Task Says_in_our_terms_that_the_permission_is_missing()
    {
        var source = Source(FakeOura.Answering(403, """{"detail":"scope"}"""));

        var fault = await Should.ThrowAsync<LimitedException>(() => source.FetchAthleteAsync(new("a1"), Cancellation));

        (fault.Code, source.AthleteScope).ShouldBe((TroubleCode.MissingScope, "personal"));
        fault.Message.ShouldContain("'personal'");
    }

    [Fact]
    public void Every_permission_says_what_it_costs_not_to_grant_it() =>
        OuraServer.Source().Info.Scopes.ShouldAllBe(scope => scope.Without!.StartsWith("Without it"));

    private static Task<AthleteReading> ReadAsync(string json) =>
        Source(FakeOura.Answering(200, json)).FetchAthleteAsync(new("a1"), Cancellation);

    private static IAthleteSource Source(FakeOura oura) => (IAthleteSource)OuraServer.Source(oura);
}
