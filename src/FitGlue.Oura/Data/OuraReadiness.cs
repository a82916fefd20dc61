using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>One document of <c>daily_readiness</c>.</summary>
public sealed record OuraReadiness : OuraDocument
{
    private const double FarthestFromBaseline = 20;

    /// <summary>0–100.</summary>
    public int? Score { get; init; }

    /// <summary>Of the skin at night against the wearer's own baseline, °C.</summary>
    public double? TemperatureDeviation { get; init; }

    /// <summary>Contributor, 1–100.</summary>
    public int? HrvBalance { get; init; }

    /// <summary>Contributor, 1–100.</summary>
    public int? RestingHeartRate { get; init; }

    /// <summary>Contributor, 1–100.</summary>
    public int? BodyTemperature { get; init; }

    /// <summary>Contributor, 1–100.</summary>
    public int? RecoveryIndex { get; init; }

    /// <summary>Reads one document.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static OuraReadiness Read(string json) => JsonFields.ReadObject(json, Read);

    internal static OuraReadiness Read(JsonElement element) =>
        new()
        {
            Id = element.Text("id"),
            Day = element.Day("day"),
            Score = element.Whole("score", 0, 100),
            TemperatureDeviation = element.Number("temperature_deviation")
                is >= -FarthestFromBaseline
                    and <= FarthestFromBaseline
                    and var degrees
                ? degrees
                : null,
            HrvBalance = Contributor(element, "hrv_balance"),
            RestingHeartRate = Contributor(element, "resting_heart_rate"),
            BodyTemperature = Contributor(element, "body_temperature"),
            RecoveryIndex = Contributor(element, "recovery_index"),
            Json = element.GetRawText(),
        };

    private static int? Contributor(JsonElement element, string name) => element.Field("contributors")?.Whole(name, 1, 100);
}
