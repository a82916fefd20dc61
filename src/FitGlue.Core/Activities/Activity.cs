using System.Collections.Immutable;

namespace FitGlue.Core.Activities;

/// <summary>One workout in our own terms. A step returns a changed copy; null means "not known".</summary>
public sealed record Activity
{
    /// <summary>Registry id of the source that recorded it.</summary>
    public required string Source { get; init; }

    /// <summary>The source's own id of the workout.</summary>
    public required string ExternalId { get; init; }

    public required string Title { get; init; }

    /// <summary>Canonical sport; <see cref="Sport.Other"/> where the source's word is unknown, which <see cref="RawType"/> keeps.</summary>
    public required Sport Type { get; init; }

    /// <summary>The source's own word for the type.</summary>
    public string? RawType { get; init; }

    /// <summary>Start, with the UTC offset of the place where the workout started.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>End, with its own offset, which may differ from that of the start. Compare instants only.</summary>
    public required DateTimeOffset EndTime { get; init; }

    /// <summary>False: nobody said what the clock on the wall showed, and both times are in UTC.</summary>
    public bool OffsetKnown { get; init; } = true;

    /// <summary>Energy in kilocalories: active, unless <see cref="CaloriesFromFile"/>.</summary>
    public double? Calories
    {
        get;
        init => field = Believable(value);
    }

    /// <summary>True where a file names the calories: whether what the body burns at rest is in them, files do not say.</summary>
    public bool CaloriesFromFile { get; init; }

    public double? DistanceMeters
    {
        get;
        init => field = Believable(value);
    }

    /// <summary>True where the distance was estimated rather than measured by GPS.</summary>
    public bool DistanceEstimated { get; init; }

    /// <summary>The source's word for how hard it was, such as <c>easy</c>.</summary>
    public string? Intensity { get; init; }

    /// <summary>How the source came to know of the workout, such as <c>autodetected</c> or <c>manual</c>.</summary>
    public string? Detection { get; init; }

    public string? Description { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Cleaned heart rate and its quality; <see cref="HeartRate.None"/> while nothing is known.</summary>
    public HeartRate HeartRate { get; init; } = HeartRate.None;

    /// <summary>Point by point what a device recorded; null where the source has figures alone.</summary>
    public Recording? Recording { get; init; }

    /// <summary>Zero where the end lies before the start.</summary>
    public TimeSpan Elapsed => EndTime > StartTime ? EndTime - StartTime : TimeSpan.Zero;

    /// <summary>The day of the start, as the person's clock showed it.</summary>
    public DateOnly LocalDate => DateOnly.FromDateTime(StartTime.DateTime);

    /// <summary>How long the timer ran: without the pauses, where they are known.</summary>
    public TimeSpan Running => Elapsed - (Recording?.PausedWithin(StartTime, EndTime) ?? TimeSpan.Zero);

    // A file may say NaN, a service less than nothing: that is not known. A billion meters is 25 times around the earth.
    private static double? Believable(double? value) => value is >= 0 and < 1e9 ? value : null;
}
