using FitGlue.Engine.Answers;
using FitGlue.Engine.Connections;

namespace FitGlue.Tests.Engine.Answers;

/// <summary>A connection with which all is well, for evidence made by hand.</summary>
internal static class Standings
{
    public static DateTimeOffset Now { get; } = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public static Standing Well { get; } =
        new()
        {
            Source = "Example",
            App = "Example app",
            Device = "ring",
            State = HealthState.Up,
            ConnectedAt = Now.AddDays(-60),
            LastContactAt = Now.AddMinutes(-5),
            LastWebhookAt = Now.AddHours(-3),
            LastDataAt = Now.AddMinutes(-30),
            LastListedAt = Now.AddMinutes(-20),
            Offset = TimeSpan.FromHours(2),
            NonWear = TimeSpan.FromMinutes(40),
            NonWearDay = DateOnly.FromDateTime(Now.Date),
        };

    public static Standing NotSynced(TimeSpan ago) => Well with { LastDataAt = Now - ago };

    public static Standing NotWorn { get; } =
        Well with
        {
            LastDataAt = Now.AddDays(-3),
            NonWear = TimeSpan.FromHours(22),
            NonWearDay = DateOnly.FromDateTime(Now.Date).AddDays(-1),
        };
}
