using System.Globalization;
using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura.Mutations;

/// <summary>
/// Whatever Oura or the network answers, a call ends in a valid result or in a fault that the engine knows. <c>FITGLUE_SEED</c> draws
/// other mutations, <c>FITGLUE_MUTATIONS</c> says how many for each call.
/// </summary>
public sealed class MutationTests
{
    private static readonly DateOnly From = new(2026, 3, 27);
    private static readonly DateOnly To = new(2026, 3, 28);

    private static readonly int Seed = Number("FITGLUE_SEED", 20260328);
    private static readonly int PerCall = Number("FITGLUE_MUTATIONS", 1000);

    [Fact(Timeout = 120_000)]
    public async Task Every_answer_ends_in_a_result_or_in_a_fault_that_is_known()
    {
        await using var calls = await MutatedCalls.StartAsync(From, To);
        var tally = new SortedDictionary<string, SortedDictionary<string, int>>(StringComparer.Ordinal);
        var unforeseen = new List<string>();

        foreach (var (name, call) in calls.All)
        {
            var outcomes = tally[name] = new(StringComparer.Ordinal);
            for (var number = 0; number < PerCall; number++)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                var (mutation, outcome) = await calls.RunAsync(name, call, Seed, number);
                var kind = outcome?.GetType().Name ?? "valid";
                outcomes[kind] = outcomes.GetValueOrDefault(kind) + 1;
                if (outcome is not (null or ServiceException or OuraException or UnreadableDocumentException))
                {
                    unforeseen.Add($"{name}, seed {Seed}, number {number}, {mutation}: {outcome}");
                }
            }
        }

        Print(tally);
        unforeseen.Take(10).ShouldBeEmpty();
        tally.Values.Sum(outcomes => outcomes.Values.Sum()).ShouldBeGreaterThanOrEqualTo(Math.Min(10_000, PerCall * calls.All.Count));
        tally.Values.ShouldAllBe(outcomes => outcomes.ContainsKey("valid") && outcomes.Count > 1);
    }

    private static void Print(SortedDictionary<string, SortedDictionary<string, int>> tally)
    {
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"seed {Seed}, {tally.Values.Sum(outcomes => outcomes.Values.Sum())} mutations");
        foreach (var (name, outcomes) in tally)
        {
            output?.WriteLine($"{name, -14} {string.Join(", ", outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}"))}");
        }
    }

    private static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : usual;
}
