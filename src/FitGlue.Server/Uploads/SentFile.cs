using FitGlue.Core.Sources;

namespace FitGlue.Server.Uploads;

/// <summary>One file of a request.</summary>
/// <param name="Name">As it was sent.</param>
/// <param name="Fault">Why its content was not taken; null: it was.</param>
public sealed record SentFile(string Name, byte[] Content, FileFault? Fault = null, string? Reason = null)
{
    public static SentFile TooLarge(string name, int largest) =>
        new(
            name,
            [],
            FileFault.TooLarge,
            $"The file is larger than {largest >> 20} MB. Export the activity alone and upload that file; unpack a large .zip and upload it in parts."
        );
}
