using FitGlue.Core.Activities;

namespace FitGlue.Formats.Fit;

/// <summary>Makes workouts of what a FIT file says: one of each session, or one of the bare records.</summary>
internal static class FitActivities
{
    // Between the sports of a triathlon, in the words of the profile.
    private const byte Transition = 3;

    /// <param name="warnings">Gets what is missing or doubtful.</param>
    public static List<RecordedActivity> Of(FitContent content, List<string> warnings)
    {
        if (!content.IsActivity)
        {
            return [];
        }

        if (content.Timeless > 0)
        {
            warnings.Add($"{content.Timeless} records have no time and were left out.");
        }

        FitSummary[] sessions = [.. content.Sessions.OrderBy(session => session.StartTime)];
        DateTimeOffset[] times =
        [
            .. content.Points.Select(point => point.Time),
            .. content.HeartRates.Samples.Select(sample => sample.Time),
        ];
        if (sessions.Length == 0)
        {
            return times.Length == 0 ? [] : [Unsummed(content, times, warnings)];
        }

        if (!content.HasActivityMessage)
        {
            warnings.Add("The file lacks its last message, so the clock of the place is not known.");
        }

        return
        [
            .. Enumerable
                .Range(0, sessions.Length)
                .Where(place => IsSport(sessions[place], warnings))
                .Select(place => Activity(content, sessions, place, times, warnings)),
        ];
    }

    private static bool IsSport(FitSummary session, List<string> warnings)
    {
        if (session.Sport is Transition)
        {
            warnings.Add($"The change of sports at {session.StartTime:HH:mm:ss} UTC was left out.");
        }

        return session.Sport is not Transition;
    }

    private static RecordedActivity Activity(
        FitContent content,
        FitSummary[] sessions,
        int place,
        DateTimeOffset[] times,
        List<string> warnings
    )
    {
        // What lies before the first session and behind the last belongs to them.
        var session = sessions[place];
        var from = place == 0 ? DateTimeOffset.MinValue : session.StartTime;
        var to = place == sessions.Length - 1 ? DateTimeOffset.MaxValue : sessions[place + 1].StartTime;
        DateTimeOffset[] own = [.. times.Where(time => time >= from && time < to)];
        var believed = BelievedTime.Around(session.StartTime, session.EndTime ?? session.StartTime, own);
        if (own.Count(believed.Has) * 2 < own.Length && Redated(session, own) is { } redated)
        {
            (session, believed) = redated;
            warnings.Add("The clock of the device was wrong when the workout was summed up: it is dated by its records.");
        }

        AddStrays(own, believed, warnings);
        return FitActivity.Of(content, session, from > believed.From ? from : believed.From, to < believed.To ? to : believed.To);
    }

    /// <returns>Null: the records do not hang together either.</returns>
    private static (FitSummary Session, BelievedTime Believed)? Redated(FitSummary session, DateTimeOffset[] times)
    {
        var believed = BelievedTime.Of(times);
        var (first, last) = (times.Where(believed.Has).Min(), times.Where(believed.Has).Max());
        return last - first > RecordedFile.Longest ? null : (session with { StartTime = first, EndTime = last }, believed);
    }

    /// <summary>The device wrote records and never came to sum them up.</summary>
    private static RecordedActivity Unsummed(FitContent content, DateTimeOffset[] times, List<string> warnings)
    {
        var believed = BelievedTime.Of(times);
        AddStrays(times, believed, warnings);
        warnings.Add("The file lacks its summary: start, end and distance are those of its records, and calories are those of its laps.");
        var session = new FitSummary
        {
            StartTime = times.Where(believed.Has).Min(),
            EndTime = times.Where(believed.Has).Max(),
            DistanceMeters = content.Points.Where(point => believed.Has(point.Time)).Max(point => point.DistanceMeters),
            Calories = content.Laps.Count > 0 ? content.Laps.Sum(lap => lap.Calories) : null,
            Sport = content.Sport.Sport ?? content.Laps.Select(lap => lap.Sport).FirstOrDefault(),
            SubSport = content.Sport.SubSport ?? content.Laps.Select(lap => lap.SubSport).FirstOrDefault(),
        };
        return FitActivity.Of(content, session, believed.From, believed.To);
    }

    private static void AddStrays(DateTimeOffset[] times, BelievedTime believed, List<string> warnings)
    {
        if (BelievedTime.Warning(times.Count(time => !believed.Has(time))) is { } warning)
        {
            warnings.Add(warning);
        }
    }
}
