using FitGlue.Simulator.People;

namespace FitGlue.Simulator.State;

/// <summary>The people that every simulator starts with.</summary>
internal static class Townsfolk
{
    public static IReadOnlyList<Person> Of(long seed, DateTimeOffset now)
    {
        var synced = now.AddHours(-2);
        return
        [
            new Person
            {
                Name = "demo",
                UserId = UserId(seed, "demo"),
                Email = "demo@ring.example",
                SyncedUntil = synced,
                OpenedUntil = synced,
            },
            new Person
            {
                Name = "noa",
                UserId = UserId(seed, "noa"),
                Email = "noa@ring.example",
                Age = 51,
                WeightKilograms = 88.2,
                HeightMeters = 1.83,
                Sex = "male",
                RestingHeartRate = 61,
                Zone = HomeZone.EasternAmerica,
                NightSource = "sleep",
                SyncedUntil = synced,
                OpenedUntil = synced,
            },
        ];
    }

    /// <summary>Dashed hex that is no UUID, as the real ones are.</summary>
    public static string UserId(long seed, string name)
    {
        var hex = Draw.Of($"{seed}|{name}|user").Hex(36);
        return $"{hex[..12]}-{hex[12..]}";
    }
}
