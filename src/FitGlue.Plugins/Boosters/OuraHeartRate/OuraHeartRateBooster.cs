using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Wording;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.OuraHeartRate;

/// <summary>The ring's heart rate for an activity of another source that lacks it.</summary>
internal sealed class OuraHeartRateBooster : Booster<OuraHeartRateSettings>
{
    public override BoosterInfo Info { get; } =
        new("oura-heart-rate", "Oura Heart Rate", Tier.Hobbyist, "The ring's heart rate for activities of other sources that lack it.");

    private static string? WhyNotFor(string source) =>
        source switch
        {
            "oura" => "The activities of Oura have the ring's heart rate already: this booster is for other sources.",
            "strava" =>
                "Activities from Strava are left as they are: its rules forbid mixing its data with that of others, and it takes no heart rate for an activity that it has.",
            _ => null,
        };

    protected override BoosterNeeds Needs(OuraHeartRateSettings settings) =>
        new() { HeartRateFrom = "oura", HeartRateIfMissing = settings.Mode is OverlayMode.WhenMissing };

    protected override IEnumerable<Remark> Remarks(Outlook outlook, OuraHeartRateSettings settings)
    {
        if (WhyNotFor(outlook.Source.Id) is { } refused)
        {
            yield return new(true, $"{refused} In this pipeline it skips every workout.");
        }
        else if (!outlook.Connected.Contains("oura"))
        {
            yield return new(true, "It needs a connection to Oura, and you have none: connect Oura on the connections page.");
        }
    }

    protected override Boost Apply(BoosterInput input, OuraHeartRateSettings settings)
    {
        var activity = input.Activity;
        if (WhyNot(activity, input.OtherHeartRate, settings.Mode) is { } refused)
        {
            return refused;
        }

        IReadOnlyList<HeartRateSample> raw = input.OtherHeartRate ?? [];
        var window = new OverlayWindow(activity.StartTime, activity.EndTime, activity.Recording?.Pauses ?? []);
        var clean = HeartRateCleaning.Clean(raw);
        var suggested = ClockOffset.Suggest(activity.HeartRate.Samples, clean);
        var offset = settings.AutoOffset && suggested is { } seconds ? seconds : settings.OffsetSeconds;
        var overlay = new Overlay(
            [.. clean.Select(reading => reading with { Time = reading.Time.AddSeconds(offset) })],
            window,
            Overlay.LongestLine
        );
        return overlay.IsEnough ? Laid(activity, overlay, settings, new(raw, offset, suggested)) : TooLittle(overlay, clean, window);
    }

    private static Boost.Skipped? WhyNot(Activity activity, IReadOnlyList<HeartRateSample>? readings, OverlayMode mode) =>
        WhyNotFor(activity.Source) is { } reason ? Refused(activity.Source is "strava" ? "not_for_strava" : "same_source", reason)
        : mode is OverlayMode.WhenMissing && OverlayActivity.HasHeartRate(activity)
            ? Refused("has_hr", "The activity has a heart rate of its own.")
        : readings is null
            ? Refused(
                "not_connected",
                "No Oura connection may read heart rate. Connect Oura on the connections page; where it is connected already, connect it anew and allow heart rate."
            )
        : null;

    private static Boost.Skipped Refused(string code, string reason) => new(reason, new JsonObject { ["code"] = code });

    private static Boost.Skipped TooLittle(Overlay overlay, ImmutableArray<HeartRateSample> readings, OverlayWindow window) =>
        HoursOff.Suggest(readings, window) is { } hours
            ? new(
                $"The ring has no heart rate at the time of the workout, but that of a workout {Math.Abs(hours)} h {(hours > 0 ? "later" : "earlier")}: the clock or the time zone of the other device looks {Math.Abs(hours)} h off. Nothing was shifted; set its clock right, correct the times in the file and upload it again.",
                new JsonObject { ["code"] = "insufficient_hr", ["hoursOff"] = hours }
            )
            : Refused(
                "insufficient_hr",
                $"Too little heart rate from the ring: {overlay.Inside} readings, {HeartRateWords.PercentOf(overlay.Coverage)} % of the workout covered (3 readings and 30 % needed). If the ring has not synced yet, open the Oura app; it is looked at again."
            );

    private static Boost Laid(Activity activity, Overlay overlay, OuraHeartRateSettings settings, OverlayOrigins origins)
    {
        var laid = OverlayActivity.Of(activity, overlay, settings, out var inserted);
        var fills = settings.Mode is OverlayMode.FillGaps && OverlayActivity.HasHeartRate(activity);
        if (fills && overlay.Used + inserted == 0 && laid.HeartRate.Samples.Length == activity.HeartRate.Samples.Length)
        {
            return Refused("nothing_to_fill", "The activity has a heart rate of its own wherever the ring has one: nothing was filled.");
        }

        var spacing = HeartRateWords.SpacingOf(laid.HeartRate) is { } gap ? $", ~{HeartRateWords.Length(gap)}" : "";
        var (coverage, by) = fills ? (laid.HeartRate.Coverage, "gaps filled by Oura Ring") : (overlay.Coverage, "Oura Ring");
        return new Boost.Applied(
            laid,
            $"Heart rate: {by}, {HeartRateWords.PercentOf(coverage)} % covered{spacing}",
            OverlayMetadata.Of(laid, overlay, settings.Mode, origins, inserted)
        );
    }
}

/// <param name="Raw">As the ring sent it.</param>
/// <param name="OffsetSeconds">What was added to the ring's times.</param>
/// <param name="Suggested">What fits best; null: nothing better than the times as they are.</param>
internal sealed record OverlayOrigins(IReadOnlyList<HeartRateSample> Raw, int OffsetSeconds, int? Suggested);

public static class OuraHeartRateRegistration
{
    public static IServiceCollection AddOuraHeartRate(this IServiceCollection services) =>
        services.AddSingleton<IBooster, OuraHeartRateBooster>();
}
