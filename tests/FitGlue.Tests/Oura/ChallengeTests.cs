using System.Text.Json;
using CsCheck;
using FitGlue.Oura.Webhooks;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class ChallengeTests
{
    [Fact]
    public void Echoes_the_challenge_for_the_right_token() =>
        OuraChallenge.Answer("token", "abc123", "token").ShouldBe("""{"challenge":"abc123"}""");

    [Theory]
    [InlineData(null, "abc")]
    [InlineData("", "abc")]
    [InlineData("TOKEN", "abc")]
    [InlineData("token", null)]
    [InlineData("token", "")]
    public void Refuses_anything_else(string? token, string? challenge) => OuraChallenge.Answer(token, challenge, "token").ShouldBeNull();

    [Fact]
    public void Refuses_everybody_while_no_token_is_known() => OuraChallenge.Answer("", "abc", "").ShouldBeNull();

    [Fact]
    public void Refuses_a_challenge_of_more_than_a_kilobyte() => OuraChallenge.Answer("token", new('a', 1025), "token").ShouldBeNull();

    [Fact]
    public void Hands_no_markup_back()
    {
        var answer = OuraChallenge.Answer("token", "<script>\"", "token").ShouldNotBeNull();

        answer.ShouldNotContain("<");
        JsonDocument.Parse(answer).RootElement.GetProperty("challenge").GetString().ShouldBe("<script>\"");
    }

    [Fact]
    public void Answers_any_challenge_with_valid_json() =>
        Gen.String[1, 100]
            .Sample(challenge =>
                JsonDocument.Parse(OuraChallenge.Answer("token", challenge, "token")!).RootElement.TryGetProperty("challenge", out _)
            );
}
