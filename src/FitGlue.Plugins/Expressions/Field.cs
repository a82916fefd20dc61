using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;

namespace FitGlue.Plugins.Expressions;

/// <summary>Something that is known of a workout, or not.</summary>
/// <param name="Name">As a rule writes it.</param>
/// <param name="Read">Null: not known.</param>
/// <param name="DayRecordDays">How many days of day records it takes to tell.</param>
/// <param name="Data">What the source has to bring; none: every workout has it.</param>
internal sealed record Field(
    string Name,
    ValueKind Kind,
    string Meaning,
    Func<BoosterInput, IReadOnlyList<Literal>?> Read,
    int DayRecordDays = 0,
    ActivityData Data = ActivityData.None
)
{
    private const double Percent = 100;

    public static IReadOnlyList<Field> All { get; } =
    [
        new("type", SportWord.Instance, "kind of workout", input => [SportWord.Of(input.Activity.Type)]),
        new("rawType", AnyText.Id, "the source's own word for it", input => Text(input.Activity.RawType)),
        new("title", AnyText.Free, "title", input => Text(input.Activity.Title)),
        new(
            "description",
            AnyText.Free,
            "description as the source has it",
            input => Text(input.OriginalDescription),
            Data: ActivityData.Description
        ),
        new("tags", AnyText.List, "tags", input => [.. input.Activity.Tags.Select(tag => new Literal.Text(tag))]),
        new("source", AnyText.Id, "id of the source", input => Text(input.Activity.Source)),
        new(
            "detection",
            Choice.Detection,
            "how the source came to know of it",
            input => Word(Choice.Detection, input.Activity.Detection),
            Data: ActivityData.Detection
        ),
        new(
            "intensity",
            Choice.Intensity,
            "the source's word for how hard it was",
            input => Word(Choice.Intensity, input.Activity.Intensity),
            Data: ActivityData.Intensity
        ),
        new("duration", Quantity.Time, "from start to end", input => Number(input.Activity.Elapsed.TotalSeconds)),
        new("distance", Quantity.Length, "distance, estimated or measured", input => Number(input.Activity.DistanceMeters)),
        new(
            "distance.estimated",
            YesOrNo.Instance,
            "whether the distance is an estimate",
            input => input.Activity.DistanceMeters is null ? null : [input.Activity.DistanceEstimated ? Literal.Yes : Literal.No]
        ),
        new("calories", Quantity.Energy, "energy, as the source names it", input => Number(input.Activity.Calories)),
        new("time", Clock.Instance, "local time of the start", input => Number((int)input.Activity.StartTime.TimeOfDay.TotalMinutes)),
        new("time.end", Clock.Instance, "local time of the end", input => Number((int)input.Activity.EndTime.TimeOfDay.TotalMinutes)),
        new("weekday", Choice.Weekday, "local weekday of the start", input => Number(((int)input.Activity.StartTime.DayOfWeek + 6) % 7)),
        new("hr.average", Quantity.Beats, "average heart rate", input => Number(input.Activity.HeartRate.AverageBpm)),
        new("hr.max", Quantity.Beats, "highest heart rate", input => Number(input.Activity.HeartRate.MaxBpm)),
        new("hr.min", Quantity.Beats, "lowest heart rate", input => Number(input.Activity.HeartRate.MinBpm)),
        new(
            "hr.coverage",
            Quantity.Share,
            "how much of the workout has heart rate",
            input => Number(input.Activity.HeartRate.Coverage * Percent)
        ),
        new("hr.grade", Choice.Grade, "how close the samples lie", input => Number((int)input.Activity.HeartRate.Grade)),
        new(
            "position",
            Place.Instance,
            "where it started",
            input => Place.StartOf(input.Activity) is { } start ? [new Literal.Place(start)] : null,
            Data: ActivityData.Positions
        ),
        new("readiness", Quantity.Plain, "readiness score of the day", input => Number(ReadinessOf(input)), DayRecordDays: 1),
    ];

    /// <summary>One that is there.</summary>
    public static Field Of(string name) => All.Single(field => field.Name == name);

    /// <summary>What has to be there before rules are asked.</summary>
    public static BoosterNeeds NeedsOf(IEnumerable<Field> fields) =>
        new() { DayRecordDays = fields.Select(field => field.DayRecordDays).DefaultIfEmpty().Max() };

    /// <summary>What rules ask for that is never known in a pipeline.</summary>
    public static IEnumerable<Remark> Remarks(IEnumerable<Field> fields, Outlook outlook)
    {
        List<Field> used = [.. fields.DistinctBy(field => field.Name)];
        if (used.FindAll(field => !outlook.Brings(field.Data)) is { Count: > 0 } missing)
        {
            yield return new(
                false,
                $"Workouts of {outlook.Source.Name} never come with {Names(missing)}: a rule that asks for it cannot be told."
            );
        }

        if (!outlook.HasDayRecords && used.FindAll(field => field.DayRecordDays > 0) is { Count: > 0 } ofDays)
        {
            yield return new(false, $"None of your connections brings {Names(ofDays)}: a rule that asks for it cannot be told.");
        }
    }

    public bool Equals(Field? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private static string Names(IEnumerable<Field> fields) => string.Join(" or ", fields.Select(field => $"“{field.Name}”"));

    private static Literal[]? Text(string? text) => text is null ? null : [new Literal.Text(text)];

    private static Literal[]? Number(double? number) => number is { } known ? [new Literal.Amount(known)] : null;

    private static Literal[]? Word(Choice choice, string? word) => choice.Find(word) is { } known ? [known] : null;

    private static double? ReadinessOf(BoosterInput input) =>
        input.Days.OfType<DayRecord.Readiness>().LastOrDefault(day => day.Day == input.Activity.LocalDate)?.Score;
}
