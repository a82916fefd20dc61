using FitGlue.Server.Pages.Parts;

namespace FitGlue.Server.Backfills;

/// <summary>A backfill in a sentence, for pages and for the command line.</summary>
public static class BackfillText
{
    public static string Of(BackfillModel backfill) =>
        backfill.State switch
        {
            BackfillState.Waiting => "waits for its turn.",
            BackfillState.Paused => $"paused at {Format.Percent(backfill.Progress)}. {Done(backfill)}",
            BackfillState.Retrying or BackfillState.NeedsYou => $"{Done(backfill)} {backfill.Error}",
            BackfillState.Dead => $"stopped. {Done(backfill)} {backfill.Error}",
            BackfillState.Canceled => $"ended by you. {Done(backfill)}",
            BackfillState.Done when backfill.Estimate is { } estimate => Of(backfill, estimate),
            _ => Done(backfill),
        };

    /// <summary>Such as <c>1 workout</c>.</summary>
    public static string Count(int workouts) => workouts == 1 ? "1 workout" : $"{workouts} workouts";

    private static string Of(BackfillModel backfill, BackfillEstimate estimate) =>
        estimate.Workouts == 0
            ? $"{Count(backfill.Listed)} at the source, and all of them are here."
            : $"{Count(backfill.Listed)} at the source, {estimate.Workouts} of them new here. Fetching them takes about {estimate.Requests} requests, {Format.Duration(TimeSpan.FromSeconds(estimate.Seconds))} or more.";

    private static string Done(BackfillModel backfill) =>
        backfill.DryRun
            ? $"{Count(backfill.Listed)} counted so far."
            : $"{Count(backfill.Imported)} fetched, {backfill.Waiting} waiting, {backfill.Requests} requests."
                + (backfill.Failed > 0 ? $" {backfill.Failed} could not be read." : "");
}
