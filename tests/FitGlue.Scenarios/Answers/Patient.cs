using System.Text.Json.Nodes;
using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Days;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Storage;
using FitGlue.Simulator;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Answers;

/// <summary>Somebody simulated who asks why things are as they are.</summary>
internal sealed class Patient : IAsyncDisposable
{
    private Patient(TestSystem system, TestUser user) => (System, User) = (system, user);

    public TestSystem System { get; }

    public TestUser User { get; }

    public OuraControl Cloud => System.Simulator.Control;

    public DateTimeOffset Now => System.Time.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <param name="live">What is unusual about the person, before they connect.</param>
    public static async Task<Patient> StrangerAsync(Func<Person, Person>? live = null, params (string Key, string Value)[] settings)
    {
        var system = await TestSystem.StartAsync(settings: settings);
        system.Simulator.Control.ChangePerson("demo", live ?? (person => person));
        return new(system, await system.AddUserAsync());
    }

    /// <summary>Connected, with the first import over.</summary>
    public static async Task<Patient> AdmitAsync(Func<Person, Person>? live = null, params (string Key, string Value)[] settings)
    {
        var patient = await StrangerAsync(live, settings);
        await patient.User.ConnectAsync();
        return patient;
    }

    public static Person With(Person person, Func<Habits, Habits> change) => person with { Habits = change(person.Habits) };

    /// <summary>Connects without waiting for an import that may never come.</summary>
    public async Task ConnectOnlyAsync() => (await User.FinishConnectAsync(await User.BeginConnectAsync())).ShouldContain("connected=oura");

    public async Task<JsonNode> ConnectionAsync() => (await User.ListAsync("connections")).Single()!;

    /// <summary>“Check now”: asks the source everything.</summary>
    public async Task<JsonNode> CheckAsync() => await User.PostAsync($"connections/{(await ConnectionAsync())["id"]}/check");

    /// <param name="probe">Whether the source is asked, too.</param>
    public async Task<JsonNode> AskAsync(string question, bool probe = false)
    {
        var answer = await User.GetAsync($"diagnostics/{question}{(probe ? "?probe=true" : "")}");
        ShouldBeWhole(answer, question);
        return answer;
    }

    /// <summary>Asks again while things move, until the verdict is the one expected.</summary>
    public Task<JsonNode> VerdictAsync(string question, string verdict, bool probe = false) =>
        SaysAsync(() => AskAsync(question, probe), $"{question} is answered by {verdict}", verdict);

    public Task<JsonNode> VerdictOfAsync(JsonNode activity, string verdict) =>
        SaysAsync(() => User.GetAsync($"activities/{activity["id"]}/diagnostics"), $"its heart rate is {verdict}", verdict);

    /// <summary>What the schedule reads of the last days, at once.</summary>
    public async Task ReadDaysAsync()
    {
        var connection = Guid.Parse((await ConnectionAsync())["id"]!.GetValue<string>());
        foreach (var kind in Enum.GetValues<DayRecordKind>())
        {
            var requestedAt = Now;
            var listed = await System
                .Services.GetRequiredService<SourceAccess>()
                .CallAsync(
                    connection,
                    SourceCall.Days,
                    Urgency.Live,
                    async (source, token) =>
                        await ((IDayRecordSource)source)
                            .ListDaysAsync(kind, Today.AddDays(-30), Today.AddDays(1), token, Cancellation)
                            .ToListAsync(Cancellation),
                    Cancellation
                );
            await System.Database.WriteAsync(db => ReplaceAsync(db, kind, listed, requestedAt), Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        User.Dispose();
        await System.DisposeAsync();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task ReplaceAsync(FitGlueDb db, DayRecordKind kind, IReadOnlyList<DayDocument> listed, DateTimeOffset requestedAt)
    {
        await db.DayRecords.Where(row => row.Kind == kind).ExecuteDeleteAsync(Cancellation);
        var connection = await db.Connections.SingleAsync(Cancellation);
        db.DayRecords.AddRange(
            listed.Select(document => new DayRow
            {
                UserId = connection.UserId,
                Source = connection.Source,
                Kind = kind,
                ObjectId = document.ObjectId,
                Day = document.Day,
                Hash = DocumentContent.HashOf(document.Json),
                Content = DocumentContent.Compress(document.Json),
                RequestedAt = requestedAt,
            })
        );
    }

    private async Task<JsonNode> SaysAsync(Func<Task<JsonNode>> ask, string what, string verdict)
    {
        var last = "";
        try
        {
            return await TestSystem.UntilAsync(
                async () =>
                {
                    var answer = await ask();
                    last = $"{answer["verdict"]}: {answer["headline"]}";
                    if (answer["verdict"]!.GetValue<string>() == verdict)
                    {
                        return answer;
                    }

                    await System.AdvanceAsync(TimeSpan.FromMilliseconds(100));
                    return null;
                },
                what
            );
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Expected that {what}, was {last}");
            throw;
        }
    }

    // What every answer promises, whatever it says.
    private void ShouldBeWhole(JsonNode answer, string question)
    {
        answer["question"]!.GetValue<string>().ShouldBe(question);
        answer["headline"]!.GetValue<string>().ShouldNotBeEmpty();
        answer["numbers"]!.AsArray().ShouldNotBeNull();
        var shared = answer["case"]!.GetValue<string>();
        foreach (var person in Cloud.People)
        {
            shared.ShouldNotContain(person.UserId);
            shared.ShouldNotContain(person.Email);
        }

        shared.ShouldNotContain("@");
        shared.ShouldNotContain(User.Token);
    }
}
