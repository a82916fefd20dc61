namespace FitGlue.Formats.Fit;

/// <summary>Who made a device. The profile gives products numbers, and each maker its own.</summary>
internal static class FitMaker
{
    public static string? NameOf(uint? maker, uint? product)
    {
        var name = maker switch
        {
            1 => "Garmin",
            15 => "Dynastream",
            23 => "Suunto",
            32 => "Wahoo",
            40 => "Concept2",
            69 => "Stages",
            70 => "Sigma",
            89 => "Tacx",
            95 => "Stryd",
            123 => "Polar",
            258 => "Lezyne",
            260 => "Zwift",
            263 => "Favero",
            265 => "Strava",
            267 => "Bryton",
            281 => "TrainerRoad",
            289 => "Hammerhead",
            294 => "Coros",
            309 => "Form",
            310 => "Decathlon",
            331 => "MyWhoosh",
            _ => null,
        };
        return name is null || product is null or 0 ? name : $"{name} {product}";
    }
}
