using System.Text.Json;
using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;

namespace FitGlue.Engine.Runs;

/// <summary>Heart rate and recording as the boosters of a run left them, where they are not those of the source any more.</summary>
internal sealed record Measured(HeartRate HeartRate, Recording? Recording)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <returns>Null: the boosters changed neither.</returns>
    public static byte[]? Write(Activity source, Activity boosted) =>
        ReferenceEquals(source.HeartRate, boosted.HeartRate) && ReferenceEquals(source.Recording, boosted.Recording)
            ? null
            : DocumentContent.Compress(JsonSerializer.Serialize(new Measured(boosted.HeartRate, boosted.Recording), Json));

    /// <param name="content">Null: those of the source.</param>
    public static Measured Read(byte[]? content, Activity source) =>
        content is null
            ? new(source.HeartRate, source.Recording)
            : JsonSerializer.Deserialize<Measured>(DocumentContent.Expand(content), Json) ?? new(source.HeartRate, source.Recording);
}
