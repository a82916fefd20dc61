using System.Text;
using FitGlue.Server.Runs;

namespace FitGlue.Server.Pipelines;

/// <summary>A dry run as a person reads it in a terminal: what would change of title, kind and description.</summary>
public static class DryRunText
{
    public static string Of(DryRunModel run)
    {
        var text = new StringBuilder()
            .Append($"{run.StartTime:yyyy-MM-dd HH:mm}  {Plain(run.Before.Title)}: {OutcomeOf(run)}")
            .AppendLine();
        foreach (var line in ChangesOf(run, run.Before))
        {
            text.Append(SignOf(line.Change)).Append(' ').AppendLine(Plain(line.Text));
        }

        foreach (var booster in SkippedOf(run))
        {
            text.AppendLine($"  {booster.Type}: {Plain(booster.Reason)}");
        }

        return text.ToString();
    }

    /// <summary>Boosters that added nothing, each with its reason.</summary>
    public static IEnumerable<BoosterModel> SkippedOf(DryRunModel run) =>
        run.Boosters.Where(booster => booster is { State: "skipped", Reason: not null });

    /// <param name="against">Which side it is compared with.</param>
    /// <returns>Title and kind where they change, then the description; no line where nothing does.</returns>
    public static IReadOnlyList<DiffLine> ChangesOf(DryRunModel run, DryRunSide against)
    {
        List<DiffLine> lines =
        [
            .. Change("Title", against.Title, run.After.Title),
            .. Change("Kind", against.Type, run.After.Type),
            .. Change("Tags", string.Join(", ", against.Tags), string.Join(", ", run.After.Tags)),
        ];
        var description = LineDiff.Of(against.Description, run.After.Description);
        return description.All(line => line.Change is LineChange.Same) ? lines : [.. lines, .. description];
    }

    public static string SignOf(LineChange change) =>
        change switch
        {
            LineChange.Removed => "-",
            LineChange.Added => "+",
            _ => " ",
        };

    private static IEnumerable<DiffLine> Change(string label, string before, string after) =>
        before == after ? [] : [.. Line(LineChange.Removed, label, before), .. Line(LineChange.Added, label, after)];

    private static IEnumerable<DiffLine> Line(LineChange change, string label, string text) =>
        text.Length == 0 ? [] : [new(change, $"{label}: {text}")];

    private static string OutcomeOf(DryRunModel run) =>
        run.Outcome switch
        {
            DryRunOutcome.Delivered => ChangesOf(run, run.Before).Count == 0 ? "delivered, nothing changed" : "delivered",
            DryRunOutcome.HeldBack => $"held back. {Plain(run.Reason)}",
            DryRunOutcome.Blocked => $"blocked. {Plain(run.Reason)}",
            _ => $"not delivered. {Plain(run.Reason)}",
        };

    // What a stranger wrote into a title moves no cursor and colors nothing.
    private static string Plain(string? text) => string.Concat((text ?? "").Select(letter => char.IsControl(letter) ? '·' : letter));
}
