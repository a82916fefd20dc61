using System.Text.Json.Nodes;
using FitGlue.Engine.Answers;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.Answers.Standings;

namespace FitGlue.Tests.Engine.Answers;

public sealed class CaseFileTests
{
    [Fact]
    public void A_case_holds_times_counts_states_and_the_version()
    {
        var evidence = new NoActivitiesEvidence
        {
            Standing = Well,
            AtSource = 9,
            Here = 7,
        };

        var text = JsonNode.Parse(CaseFile.Of(NoActivities.Of(evidence, Now), evidence, Now))!;

        text["question"]!.GetValue<string>().ShouldBe("no-activities");
        text["verdict"]!.GetValue<string>().ShouldBe("we-missed-them");
        text["evidence"]!["atSource"]!.GetValue<int>().ShouldBe(9);
        text["evidence"]!["standing"]!["state"]!.GetValue<string>().ShouldBe("up");
        text["program"]!.GetValue<string>().ShouldStartWith("FitGlue ");
    }

    [Fact]
    public void What_is_written_for_the_person_stays_out()
    {
        var evidence = new NoActivitiesEvidence
        {
            Standing = Well with { Reason = "Reason of somebody@example.org" },
            HeldBackRun = Guid.NewGuid(),
            HeldBackReason = "A title of theirs",
        };

        var text = CaseFile.Of(NoActivities.Of(evidence, Now), evidence, Now);

        text.ShouldNotContain("somebody");
        text.ShouldNotContain("A title of theirs");
        text.ShouldNotContain(evidence.HeldBackRun.Value.ToString());
    }

    [Theory]
    [InlineData("from someone.else@mail.example.org at", "from [address] at")]
    [InlineData("account bd913327d56d-a0adf03b515a1d8ed46082e of", "account [id] of")]
    [InlineData("key fg_0aBcD1eFgH2iJkL3mNoP4qRsT of", "key [id] of")]
    [InlineData("at 2026-06-15T12:00:00+00:00 heart-rate-sparse", "at 2026-06-15T12:00:00+00:00 heart-rate-sparse")]
    public void Whatever_looks_like_an_address_or_an_id_is_masked(string text, string masked) => CaseFile.Mask(text).ShouldBe(masked);
}
