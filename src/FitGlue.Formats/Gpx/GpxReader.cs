using FitGlue.Formats.Xml;

namespace FitGlue.Formats.Gpx;

/// <summary>Reads recorded tracks of GPX files, with heart rate, cadence and power where an extension has them. Routes and places are passed by.</summary>
public static class GpxReader
{
    /// <exception cref="UnreadableFileException">There is no workout in it.</exception>
    public static RecordedFile Read(Stream stream)
    {
        var content = new GpxContent();
        var cut = XmlFile.Read(stream, content);
        var timeless = content.Tracks.Sum(track => track.Points.Timeless);
        RecordedActivity?[] activities = [.. content.Tracks.Select(track => track.ToRecorded(content.Creator))];
        return RecordedFile.Of(
            activities,
            [
                cut,
                timeless > 0 ? $"{timeless} track points have no time and were left out." : null,
                BelievedTime.Warning(content.Tracks.Sum(track => track.Points.Strays)),
            ],
            WhyEmpty(timeless, cut)
        );
    }

    private static string WhyEmpty(int timeless, string? cut) =>
        cut is not null ? "This is no readable GPX file: it is cut off or damaged before the first point with a time. Export it again."
        : timeless > 0 ? "The points of the GPX file have no times: it is a route, not a workout. Choose the file of a recorded activity."
        : "The GPX file holds no recorded track. Choose the file of a recorded activity.";
}
