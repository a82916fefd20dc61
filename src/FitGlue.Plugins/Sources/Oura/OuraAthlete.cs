using FitGlue.Core.Athletes;
using FitGlue.Core.Sources;
using FitGlue.Oura;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>What Oura's personal info says of a person; pure. People mistype, and an account may be new: what cannot be is not known.</summary>
internal static class OuraAthlete
{
    public static AthleteReading Of(OuraPersonalInfo person) =>
        new(
            person.Age is >= 10 and <= 110 ? person.Age : null,
            SexOf(person.BiologicalSex),
            person.Weight is >= 20 and <= 400 ? person.Weight : null
        );

    private static Sex? SexOf(string? word) =>
        word?.Trim().ToUpperInvariant() switch
        {
            "FEMALE" => Sex.Female,
            "MALE" => Sex.Male,
            _ => null,
        };
}
