using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>The small daily documents: stress, resilience, blood oxygen, cardiovascular age, cardio capacity.</summary>
internal static class WellbeingDocuments
{
    public static IEnumerable<Document> Stress(World world, Person person) =>
        DailyDocuments.Of(
            world,
            person,
            "daily_stress",
            (draw, night) =>
                new JsonObject
                {
                    ["day"] = Wire.Day(night.Day),
                    ["stress_high"] = draw.Whole(0, 12) * 900,
                    ["recovery_high"] = draw.Whole(0, 12) * 900,
                    ["day_summary"] = draw.One(["restored", "normal", "normal", "stressful", null]),
                }
        );

    public static IEnumerable<Document> Resilience(World world, Person person) =>
        DailyDocuments.Of(
            world,
            person,
            "daily_resilience",
            (draw, night) =>
                new JsonObject
                {
                    ["day"] = Wire.Day(night.Day),
                    ["contributors"] = new JsonObject
                    {
                        ["sleep_recovery"] = Wire.Float(Math.Round(draw.Between(40, 95), 1)),
                        ["daytime_recovery"] = Wire.Float(Math.Round(draw.Between(10, 60), 1)),
                        ["stress"] = Wire.Float(Math.Round(draw.Between(30, 90), 1)),
                    },
                    ["level"] = draw.One(["adequate", "solid", "strong"]),
                }
        );

    /// <summary>An average of 0.0 says that nothing was measured.</summary>
    public static IEnumerable<Document> Oxygen(World world, Person person) =>
        DailyDocuments.Of(
            world,
            person,
            "daily_spo2",
            (draw, night) =>
            {
                var measured = draw.Chance(0.95);
                return new JsonObject
                {
                    ["breathing_disturbance_index"] = measured ? draw.Whole(0, 9) : null,
                    ["day"] = Wire.Day(night.Day),
                    ["spo2_percentage"] = new JsonObject { ["average"] = Wire.Float(measured ? Math.Round(draw.Between(95, 98.5), 3) : 0) },
                };
            }
        );

    public static IEnumerable<Document> CardiovascularAge(World world, Person person) =>
        DailyDocuments.Of(
            world,
            person,
            "daily_cardiovascular_age",
            (draw, night) =>
                new JsonObject
                {
                    ["day"] = Wire.Day(night.Day),
                    ["pulse_wave_velocity"] = Wire.Float(Math.Round(draw.Between(6, 8), 2)),
                    ["vascular_age"] = person.Age + draw.Whole(-4, 4),
                }
        );

    public static IEnumerable<Document> CardioCapacity(World world, Person person) =>
        DailyDocuments
            .Of(
                world,
                person,
                "vo2_max",
                (draw, night) =>
                    new JsonObject
                    {
                        ["day"] = Wire.Day(night.Day),
                        ["timestamp"] = DailyDocuments.Timestamp(person, night.Day),
                        ["vo2_max"] = draw.Whole(38, 44),
                    }
            )
            .Where((_, index) => index % 60 == 59);
}
