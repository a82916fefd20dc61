using FitGlue.Formats.Xml;

namespace FitGlue.Formats.Tcx;

/// <summary>
/// Reads Training Center XML of any program: elements in any order, missing ones, decimals where the schema wants whole numbers, no
/// namespace. It is as strict as it must be with what is dangerous and with nothing else.
/// </summary>
public static class TcxReader
{
    /// <exception cref="UnreadableFileException">There is no workout in it.</exception>
    public static RecordedFile Read(Stream stream)
    {
        var content = new TcxContent();
        var cut = XmlFile.Read(stream, content);
        var timeless = content.Activities.Sum(activity => activity.Track.Timeless);
        RecordedActivity?[] activities = [.. content.Activities.Select(activity => activity.ToRecorded())];
        return RecordedFile.Of(
            activities,
            [
                cut,
                timeless > 0 ? $"{timeless} track points have no time and were left out." : null,
                BelievedTime.Warning(content.Activities.Sum(activity => activity.Track.Strays)),
            ],
            WhyEmpty(content, cut)
        );
    }

    private static string WhyEmpty(TcxContent content, string? cut) =>
        cut is not null ? "This is no readable TCX file: it is cut off or damaged before the first point with a time. Export it again."
        : content.HasCourse ? "The TCX file holds a course, not a workout. Choose the file of an activity."
        : "The TCX file holds no workout with a time. Export the activity again.";
}
