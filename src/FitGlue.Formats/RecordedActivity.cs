using FitGlue.Core.Activities;

namespace FitGlue.Formats;

/// <summary>A workout as a file has it, before it belongs to a source.</summary>
public sealed record RecordedActivity
{
    /// <summary>The file's own name for it; null where it has none.</summary>
    public string? Title { get; init; }

    public string? Description { get; init; }

    public required Sport Type { get; init; }

    /// <summary>The file's own word for the type.</summary>
    public string? RawType { get; init; }

    /// <summary>With the offset of the place where the file tells it, else in UTC.</summary>
    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    /// <summary>False: the file has instants alone, and nobody knows what the clock on the wall showed.</summary>
    public bool OffsetKnown { get; init; }

    public double? Calories { get; init; }

    public double? DistanceMeters { get; init; }

    public required Recording Recording { get; init; }

    /// <summary>As clocks of a place showed it, unless the file says more. Start and end each have the offset of their day.</summary>
    public RecordedActivity In(TimeZoneInfo zone) =>
        OffsetKnown
            ? this
            : this with
            {
                StartTime = TimeZoneInfo.ConvertTime(StartTime, zone),
                EndTime = TimeZoneInfo.ConvertTime(EndTime, zone),
                OffsetKnown = true,
            };

    /// <summary>The activity of a source. Its heart rate is cleaned; its points stay as the device wrote them.</summary>
    public Activity ToActivity(string source, string externalId) =>
        new()
        {
            Source = source,
            ExternalId = externalId,
            Title = Title ?? Type.Name,
            Description = Description,
            Type = Type,
            RawType = RawType,
            StartTime = StartTime,
            EndTime = EndTime,
            OffsetKnown = OffsetKnown,
            Calories = Calories,
            CaloriesFromFile = Calories is not null,
            DistanceMeters = DistanceMeters,
            HeartRate = HeartRate.Of(Recording.Points.SelectMany(ReadingOf), StartTime, EndTime, Recording.Pauses),
            Recording = Recording,
        };

    private static IEnumerable<HeartRateSample> ReadingOf(RecordedPoint point) =>
        point.HeartRateBpm is { } bpm ? [new(point.Time, bpm, Context: null)] : [];
}

/// <summary>What one file held.</summary>
/// <param name="Activities">At least one.</param>
/// <param name="Warnings">What is missing or doubtful, each a sentence for the person.</param>
public sealed record RecordedFile(IReadOnlyList<RecordedActivity> Activities, IReadOnlyList<string> Warnings)
{
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <param name="whyEmpty">What the person is told where no activity is left.</param>
    /// <exception cref="UnreadableFileException">No activity is left.</exception>
    internal static RecordedFile Of(IEnumerable<RecordedActivity?> activities, IEnumerable<string?> warnings, string whyEmpty)
    {
        var groups = activities.OfType<RecordedActivity>().ToLookup(activity => activity.EndTime - activity.StartTime <= Longest);
        RecordedActivity[] possible = [.. groups[true]];
        string[] endless = [.. groups[false].Select(WhyImpossible)];
        return possible.Length > 0
            ? new(possible, [.. warnings.OfType<string>(), .. endless])
            : throw new UnreadableFileException(endless.FirstOrDefault(whyEmpty));
    }

    private static string WhyImpossible(RecordedActivity activity) =>
        $"A workout of {(activity.EndTime - activity.StartTime).TotalDays:N0} days was left out: the clock of its device was wrong.";
}
