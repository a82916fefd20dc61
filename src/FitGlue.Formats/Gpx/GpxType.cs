using FitGlue.Core.Activities;

namespace FitGlue.Formats.Gpx;

/// <summary>The type of a track is free text: <c>running</c>, <c>trail_running</c>, <c>road_biking</c>, or a number of an old exporter.</summary>
internal static class GpxType
{
    private static readonly Dictionary<string, string> Numbers = new()
    {
        ["1"] = "cycling",
        ["4"] = "hiking",
        ["9"] = "running",
        ["10"] = "walking",
        ["16"] = "swimming",
    };

    public static Sport Find(string? type)
    {
        if (type is null)
        {
            return Sport.Other;
        }

        var words = type.Split('_', ' ', '-', '/');
        return Sports.Find(Numbers.GetValueOrDefault(type, type))
            ?? words.Reverse().Select(Sports.Find).FirstOrDefault(sport => sport is not null)
            ?? Sport.Other;
    }
}
