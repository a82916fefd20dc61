using System.Diagnostics;
using System.Reflection;

namespace FitGlue.Engine;

/// <summary>
/// Places where a crash test ends the process: between every two steps of the way of a workout. Does nothing unless the environment
/// variable <c>FITGLUE_FAILPOINT</c> names one (<c>name</c>, or <c>name:n</c> for its n-th hit); then the process kills itself.
/// </summary>
public static class FailPoint
{
    public const string Variable = "FITGLUE_FAILPOINT";

    // Webhook → inbox.
    public const string WebhookRead = "webhook.read";
    public const string InboxWritten = "inbox.written";
    public const string InboxCommitted = "inbox.committed";
    public const string WebhookKept = "webhook.kept";

    // Calls to a source.
    public const string WorkoutAsked = "fetch.workout.asked";
    public const string WorkoutAnswered = "fetch.workout.answered";
    public const string HeartRateAsked = "fetch.heart-rate.asked";
    public const string HeartRateAnswered = "fetch.heart-rate.answered";
    public const string ListAsked = "fetch.list.asked";
    public const string ListAnswered = "fetch.list.answered";

    // Tokens.
    public const string RefreshIntended = "refresh.intended";
    public const string RefreshAnswered = "refresh.answered";
    public const string RefreshSaved = "refresh.saved";

    // Webhook subscriptions.
    public const string SubscriptionAsked = "subscription.asked";
    public const string SubscriptionAnswered = "subscription.answered";
    public const string SubscriptionSaved = "subscription.saved";

    // Files that people bring.
    public const string UploadRead = "upload.read";
    public const string UploadKept = "upload.kept";

    // Runs and deliveries, beside what every stage has.
    public const string BoosterBegins = "run.booster";
    public const string RunBoosted = "run.boosted";
    public const string TargetAsked = "deliver.asked";
    public const string TargetAccepted = "deliver.accepted";

    // Storage.
    public const string MigrationStatement = "migration.statement";
    public const string BackupCopied = "backup.copied";
    public const string BackupVerified = "backup.verified";
    public const string BackupWritten = "backup.written";
    public const string BackupNamed = "backup.named";
    public const string RestoreUnpacked = "restore.unpacked";
    public const string RestorePaused = "restore.paused";
    public const string RestoreNamed = "restore.named";

    /// <summary>What every stage of work has: its row is taken, its effects are written but not committed, they are committed.</summary>
    public const string Claimed = "claimed";
    public const string Saving = "saving";
    public const string Saved = "saved";

    /// <summary>The stages of work, as <see cref="Work.WorkRow.Stage"/> names them.</summary>
    public static IReadOnlyList<string> Stages { get; } =
    ["inbox", .. Enum.GetValues<Schedule.FetchKind>().Select(Schedule.ScheduledFetch.StageOf), "backfill", "run", "deliver"];

    /// <summary>Every name that the environment variable takes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(FailPoint)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(name => name.Contains('.', StringComparison.Ordinal)),
        .. Stages.SelectMany(stage => new[] { $"{stage}.{Claimed}", $"{stage}.{Saving}", $"{stage}.{Saved}" }),
    ];

    private static readonly string? Armed = NameOf(Environment.GetEnvironmentVariable(Variable));

    private static int _hitsLeft = HitsOf(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Ends the process here where the environment says so.</summary>
    public static void Hit(string name)
    {
        if (Armed is not null && Armed == name)
        {
            CountDown();
        }
    }

    /// <inheritdoc cref="Hit(string)"/>
    public static void Hit(string stage, string name)
    {
        if (Armed is not null && Armed == $"{stage}.{name}")
        {
            CountDown();
        }
    }

    private static void CountDown()
    {
        if (Interlocked.Decrement(ref _hitsLeft) == 0)
        {
            // SIGKILL, as a power cut would be: no handler runs, nothing is flushed.
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }

    private static string? NameOf(string? text) => text?.Split(':')[0] is { Length: > 0 } name ? name : null;

    private static int HitsOf(string? text) => text?.Split(':') is [_, var count] ? int.Parse(count) : 1;
}
