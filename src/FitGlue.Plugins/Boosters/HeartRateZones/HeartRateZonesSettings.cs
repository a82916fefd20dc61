using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace FitGlue.Plugins.Boosters.HeartRateZones;

public enum ZoneModel
{
    /// <summary>Five zones of the maximum.</summary>
    PercentOfMax,

    /// <summary>Three zones of the maximum.</summary>
    ThreeZones,

    /// <summary>Five zones of the heart-rate reserve.</summary>
    Reserve,

    /// <summary>Five zones around the lactate threshold.</summary>
    Threshold,

    /// <summary>Bounds of one's own.</summary>
    Custom,
}

public enum ZoneStyle
{
    Bars,
    Percent,
    Time,
}

public sealed record HeartRateZonesSettings : IValidatableObject
{
    private const int MostZones = 9;

    [Display(
        Name = "Zones",
        Description = "Of the maximum (5 or 3 zones), of the heart-rate reserve, around the threshold, or with bounds of your own."
    )]
    public ZoneModel Model { get; init; }

    [Display(Name = "Style", Description = "Bars with minutes, percent with minutes, or minutes alone.")]
    public ZoneStyle Style { get; init; }

    [Display(Name = "Bar length", Description = "Squares in a bar.")]
    [Range(3, 10)]
    public int BarLength { get; init; } = 5;

    [Display(Name = "Threshold heart rate", Description = "At your lactate threshold, beats per minute. Needed for zones around it.")]
    [Range(80, 220)]
    public int? ThresholdHeartRate { get; init; }

    [Display(
        Name = "Bounds of your own",
        Description = "Where zone 1, 2 … begins, beats per minute, rising: 100, 120, 140, 160, 175. Needed for custom zones."
    )]
    public string CustomBounds { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Model is ZoneModel.Threshold && ThresholdHeartRate is null)
        {
            yield return new("thresholdHeartRate: zones around the threshold need it.", [nameof(ThresholdHeartRate)]);
        }

        if ((Model is ZoneModel.Custom || CustomBounds.Length > 0) && BoundsOf(CustomBounds) is null)
        {
            yield return new(
                $"customBounds: one to {MostZones} rising whole numbers from 30 to 230 with commas between, such as 100, 120, 140.",
                [nameof(CustomBounds)]
            );
        }
    }

    /// <summary>Null where they are no bounds.</summary>
    internal static double[]? BoundsOf(string text)
    {
        int?[] numbers =
        [
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var bpm) ? (int?)bpm : null),
        ];
        return
            numbers.Length is >= 1 and <= MostZones
            && numbers.All(bpm => bpm is >= 30 and <= 230)
            && numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second)
            ? [.. numbers.OfType<int>()]
            : null;
    }
}
