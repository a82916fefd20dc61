using FitGlue.Engine.Answers;
using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Answers;

/// <summary>A simulated person for each answer to “no sleep data”.</summary>
public sealed class NoSleepAnswers
{
    private const string Question = Questions.NoSleep;

    [Fact]
    public async Task Sleep_is_context_by_design_and_every_night_has_a_row()
    {
        await using var patient = await ReadAsync(habits => habits);

        var answer = await patient.VerdictAsync(Question, "all-well");

        answer["headline"]!.GetValue<string>().ShouldContain("30 of 30 nights");
        answer["details"]!.AsArray().Count.ShouldBe(30);
    }

    [Fact]
    public async Task A_permission_that_was_not_granted_is_named()
    {
        await using var patient = await Patient.StrangerAsync(person => person with { RefusedScopes = ["daily"] });
        await patient.ConnectOnlyAsync();

        await patient.VerdictAsync(Question, "scope-missing");
    }

    [Fact]
    public async Task Days_that_could_not_be_read_yet_follow_by_themselves()
    {
        await using var patient = await Patient.StrangerAsync();
        foreach (var path in new[] { "*/daily_*", "*/sleep" })
        {
            patient.Cloud.AddFault(
                new()
                {
                    Path = path,
                    Kind = FaultKind.ServerError,
                    Status = 503,
                    Times = null,
                }
            );
        }

        await patient.User.ConnectAsync();

        (await patient.VerdictAsync(Question, "not-read-yet"))["move"]!.GetValue<string>().ShouldBe("us");
    }

    [Fact]
    public async Task The_last_night_may_still_be_in_the_ring()
    {
        await using var patient = await Patient.AdmitAsync();
        await patient.System.AdvanceAsync(TimeSpan.FromHours(24));
        await patient.CheckAsync();
        await patient.ReadDaysAsync();

        var answer = await patient.VerdictAsync(Question, "not-synced");

        answer["nextStep"]!.GetValue<string>().ShouldContain("Open the Oura app");
    }

    [Fact]
    public async Task The_last_night_appears_after_the_app_was_opened()
    {
        await using var patient = await Patient.AdmitAsync();
        await patient.System.AdvanceAsync(TimeSpan.FromHours(24));
        patient.Cloud.Sync("demo", openApp: false);
        await patient.CheckAsync();
        await patient.ReadDaysAsync();

        await patient.VerdictAsync(Question, "app-not-opened");
    }

    [Fact]
    public async Task Nights_without_the_ring_are_told_from_nights_without_data()
    {
        await using var patient = await ReadAsync(habits =>
            habits with
            {
                NotWorn =
                [
                    .. Enumerable
                        .Range(3, 8)
                        .Select(back => new DateTimeOffset(2026, 6, 15, 18, 0, 0, TimeSpan.Zero).AddDays(-back))
                        .Select(evening => new Absence(evening, evening.AddHours(13))),
                ],
            }
        );

        var answer = await patient.VerdictAsync(Question, "ring-not-worn");

        answer["headline"]!.GetValue<string>().ShouldContain("22 of 30 nights; ");
    }

    [Fact]
    public async Task Some_nights_that_the_source_lacks_are_listed()
    {
        await using var patient = await ReadAsync(habits => habits with { NightsWithoutRecord = [new(2026, 6, 3), new(2026, 6, 9)] });

        var answer = await patient.VerdictAsync(Question, "some-missing");

        answer["headline"]!.GetValue<string>().ShouldContain("28 of 30 nights");
    }

    [Fact]
    public async Task A_source_without_any_night_is_asked_to_explain()
    {
        await using var patient = await ReadAsync(habits =>
            habits with
            {
                NightsWithoutRecord = [.. Enumerable.Range(0, 40).Select(back => new DateOnly(2026, 6, 16).AddDays(-back))],
            }
        );

        (await patient.VerdictAsync(Question, "none-at-source"))["move"]!.GetValue<string>().ShouldBe("source");
    }

    [Fact]
    public async Task Days_of_which_nothing_arrived_are_our_move()
    {
        await using var patient = await Patient.StrangerAsync();
        Answer(patient, "*/sleep", "");
        Answer(patient, "*/daily_activity", "");
        Answer(
            patient,
            "*/daily_readiness",
            """{"id":"r1","day":"2026-06-15","score":80,"timestamp":"2026-06-15T00:00:00+00:00","contributors":{}}"""
        );
        await patient.User.ConnectAsync();
        await patient.CheckAsync();
        await patient.ReadDaysAsync();

        (await patient.VerdictAsync(Question, "nothing-received"))["move"]!.GetValue<string>().ShouldBe("us");
    }

    private static async Task<Patient> ReadAsync(Func<Habits, Habits> habits)
    {
        var patient = await Patient.AdmitAsync(person => Patient.With(person, habits));
        await patient.CheckAsync();
        await patient.ReadDaysAsync();
        return patient;
    }

    private static void Answer(Patient patient, string path, string documents) =>
        patient.Cloud.AddFault(
            new()
            {
                Path = path,
                Kind = FaultKind.Custom,
                Status = 200,
                Body = $$"""{"data":[{{documents}}],"next_token":null}""",
                Times = null,
            }
        );
}
