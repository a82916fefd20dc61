using FitGlue.Engine.Answers;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Work;
using FitGlue.Server.Runs;
using FitGlue.Server.Uploads;

namespace FitGlue.Server.Pages.Parts;

public enum Tone
{
    Good,
    Busy,
    Quiet,
    Warning,
    Bad,
}

/// <summary>A state as a person reads it: the tone picks icon and color, the word says it.</summary>
public sealed record Mark(Tone Tone, string Word)
{
    public static Mark Of(HealthState state) =>
        state switch
        {
            HealthState.New => new(Tone.Busy, "New"),
            HealthState.Up => new(Tone.Good, "Up"),
            HealthState.Late => new(Tone.Warning, "Late"),
            HealthState.Limited => new(Tone.Warning, "Limited"),
            HealthState.Paused => new(Tone.Quiet, "Paused"),
            _ => new(Tone.Bad, "Reconnect"),
        };

    public static Mark Of(Severity severity) =>
        severity switch
        {
            Severity.Well => new(Tone.Good, "All is well"),
            Severity.Note => new(Tone.Quiet, "For you to know"),
            Severity.Warning => new(Tone.Warning, "Look at it"),
            _ => new(Tone.Bad, "Something is wrong"),
        };

    public static Mark Of(ProbeState state) =>
        state switch
        {
            ProbeState.Ok => new(Tone.Good, "Works"),
            ProbeState.Skipped => new(Tone.Quiet, "Not asked"),
            _ => new(Tone.Bad, "Failed"),
        };

    public static Mark Of(CheckState state) =>
        state switch
        {
            CheckState.Ok => new(Tone.Good, "In order"),
            CheckState.Warn => new(Tone.Warning, "Look at it"),
            _ => new(Tone.Bad, "Failed"),
        };

    public static Mark Of(UploadModelState state) =>
        state switch
        {
            UploadModelState.Accepted => new(Tone.Good, "Accepted"),
            UploadModelState.Known => new(Tone.Quiet, "Here already"),
            UploadModelState.HeldBack => new(Tone.Quiet, "Held back"),
            UploadModelState.Blocked => new(Tone.Warning, "Blocked"),
            UploadModelState.Kept => new(Tone.Warning, "Kept, goes nowhere yet"),
            _ => new(Tone.Bad, "Refused"),
        };

    public static Mark Of(ActivityState state) =>
        state switch
        {
            ActivityState.Provisional => new(Tone.Busy, "Provisional"),
            ActivityState.Settled => new(Tone.Good, "Complete"),
            _ => new(Tone.Quiet, "Deleted"),
        };

    public static Mark Of(RunState state) =>
        state switch
        {
            RunState.Waiting => new(Tone.Busy, "Waiting"),
            RunState.Running => new(Tone.Busy, "Running"),
            RunState.Retrying => new(Tone.Warning, "Retrying"),
            RunState.NeedsYou => new(Tone.Bad, "Needs you"),
            RunState.Dead => new(Tone.Bad, "Stopped"),
            RunState.Superseded => new(Tone.Quiet, "Superseded"),
            RunState.Quiet => new(Tone.Quiet, "Not delivered"),
            RunState.Skipped => new(Tone.Quiet, "Stopped by a booster"),
            RunState.HeldBack => new(Tone.Quiet, "Held back"),
            RunState.Blocked => new(Tone.Warning, "Blocked"),
            RunState.Delivering => new(Tone.Busy, "Delivering"),
            RunState.Delivered => new(Tone.Good, "Delivered"),
            RunState.Partial => new(Tone.Warning, "Partly delivered"),
            _ => new(Tone.Bad, "Failed"),
        };

    public static Mark Of(WorkState state) =>
        state switch
        {
            WorkState.Waiting => new(Tone.Busy, "Waiting"),
            WorkState.Running => new(Tone.Busy, "Running"),
            WorkState.Done => new(Tone.Good, "Delivered"),
            WorkState.Retrying => new(Tone.Warning, "Retrying"),
            WorkState.Snoozed => new(Tone.Busy, "Waiting for the target"),
            WorkState.NeedsYou => new(Tone.Bad, "Needs you"),
            _ => new(Tone.Bad, "Stopped"),
        };

    /// <param name="state">A booster's word.</param>
    public static Mark OfBooster(string state) =>
        state switch
        {
            "applied" => new(Tone.Good, "Applied"),
            "skipped" => new(Tone.Quiet, "Skipped"),
            "halted" => new(Tone.Quiet, "Held the workout back"),
            "waiting" => new(Tone.Busy, "Waiting"),
            _ => new(Tone.Warning, state),
        };
}
