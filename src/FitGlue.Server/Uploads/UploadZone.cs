using FitGlue.Engine.Uploads;

namespace FitGlue.Server.Uploads;

/// <summary>The time zone that is sent with files.</summary>
internal static class UploadZone
{
    /// <summary>Name of the parameter and of the field of the page.</summary>
    public const string Name = "timeZone";

    /// <summary>Null: it is known, or none was sent.</summary>
    public static string? WhyUnknown(string? id) =>
        string.IsNullOrEmpty(id) || TimeZones.Find(id) is not null
            ? null
            : $"{Name}: this server knows no zone of that name. Nothing was taken. Send the IANA name, such as Europe/Helsinki, or none.";
}
