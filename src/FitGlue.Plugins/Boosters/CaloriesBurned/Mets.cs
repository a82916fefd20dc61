using System.Collections.Frozen;
using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Boosters.CaloriesBurned;

/// <summary>Metabolic equivalents at a usual pace, after the Compendium of Physical Activities (Ainsworth 2011, Herrmann 2024).</summary>
internal static class Mets
{
    private static readonly FrozenDictionary<string, double> BySport = new Dictionary<string, double>
    {
        ["walking"] = 3.5,
        ["indoorwalking"] = 3.5,
        ["hiking"] = 6.0,
        ["running"] = 8.3,
        ["treadmill"] = 8.3,
        ["cycling"] = 7.5,
        ["mountainbiking"] = 8.5,
        ["swimming"] = 5.8,
        ["rowing"] = 4.8,
        ["indoorrowing"] = 4.8,
        ["elliptical"] = 5.0,
        ["stairexercise"] = 9.0,
        ["strengthtraining"] = 3.5,
        ["hiit"] = 8.0,
        ["crosstraining"] = 8.0,
        ["yoga"] = 2.3,
        ["pilates"] = 3.0,
        ["stretching"] = 2.3,
        ["flexibility"] = 2.3,
        ["dance"] = 7.3,
        ["tennis"] = 7.3,
        ["badminton"] = 5.5,
        ["basketball"] = 6.5,
        ["soccer"] = 7.0,
        ["volleyball"] = 4.0,
        ["golf"] = 4.8,
        ["climbing"] = 5.8,
        ["crosscountryskiing"] = 6.8,
        ["downhillskiing"] = 5.3,
        ["iceskating"] = 7.0,
        ["martialarts"] = 5.3,
        ["jumpingrope"] = 8.8,
        ["horsebackriding"] = 5.5,
        ["housework"] = 3.3,
    }.ToFrozenDictionary();

    /// <summary>Null where none is known: a made-up one would be a made-up number of calories.</summary>
    public static double? Of(Sport sport) => BySport.TryGetValue(sport.Key, out var met) ? met : null;
}
