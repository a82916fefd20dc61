using System.Collections.Frozen;
using System.Runtime.InteropServices;
using FitGlue.Core.Activities;
using static FitGlue.Formats.Fit.FitSportCode;
using Sub = FitGlue.Formats.Fit.FitSubSportCode;

namespace FitGlue.Formats.Fit;

/// <summary>Sport and sub-sport of a FIT session. A sport that the profile does not know is generic, never a near miss.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FitSport(FitSportCode Sport, FitSubSportCode SubSport)
{
    // Swimming is not "lap swimming", which requires length messages, and triathlon has one session, because legs would be invented.
    private static readonly FrozenDictionary<string, FitSport> Table = new Dictionary<string, FitSport>
    {
        ["badminton"] = new(Racket, Sub.Badminton),
        ["boxing"] = new(Boxing, Sub.Generic),
        ["crosscountryskiing"] = new(CrossCountrySkiing, Sub.Generic),
        ["crosstraining"] = new(Training, Sub.CardioTraining),
        ["crossfit"] = new(Training, Sub.CardioTraining),
        ["cycling"] = new(Cycling, Sub.Generic),
        ["indoorcycling"] = new(Cycling, Sub.IndoorCycling),
        ["mountainbiking"] = new(Cycling, Sub.Mountain),
        ["dance"] = new(Dance, Sub.Generic),
        ["elliptical"] = new(FitnessEquipment, Sub.Elliptical),
        ["stairexercise"] = new(FitnessEquipment, Sub.StairClimbing),
        ["strengthtraining"] = new(Training, Sub.StrengthTraining),
        ["coreexercise"] = new(Training, Sub.StrengthTraining),
        ["hockey"] = new(Hockey, Sub.Generic),
        ["floorball"] = new(Hockey, Sub.Generic),
        ["pilates"] = new(Training, Sub.Pilates),
        ["yoga"] = new(Training, Sub.Yoga),
        ["flexibility"] = new(Training, Sub.FlexibilityTraining),
        ["stretching"] = new(Training, Sub.FlexibilityTraining),
        ["rowing"] = new(Rowing, Sub.Generic),
        ["indoorrowing"] = new(Rowing, Sub.IndoorRowing),
        ["running"] = new(Running, Sub.Generic),
        ["treadmill"] = new(Running, Sub.Treadmill),
        ["trailrunning"] = new(Running, Sub.Trail),
        ["swimming"] = new(Swimming, Sub.Generic),
        ["openwaterswimming"] = new(Swimming, Sub.OpenWater),
        ["waterfitness"] = new(WaterSport, Sub.Generic),
        ["walking"] = new(Walking, Sub.Generic),
        ["indoorwalking"] = new(Walking, Sub.IndoorWalking),
        ["nordicwalking"] = new(Walking, Sub.SpeedWalking),
        ["hiking"] = new(Hiking, Sub.Generic),
        ["golf"] = new(Golf, Sub.Generic),
        ["tennis"] = new(Tennis, Sub.Generic),
        ["tabletennis"] = new(Racket, Sub.TableTennis),
        ["squash"] = new(Racket, Sub.Squash),
        ["racquetball"] = new(Racket, Sub.Racquetball),
        ["pickleball"] = new(Racket, Sub.Pickleball),
        ["padel"] = new(Racket, Sub.Padel),
        ["climbing"] = new(RockClimbing, Sub.Generic),
        ["downhillskiing"] = new(AlpineSkiing, Sub.Generic),
        ["snowboarding"] = new(Snowboarding, Sub.Generic),
        ["snowshoeing"] = new(Snowshoeing, Sub.Generic),
        ["iceskating"] = new(IceSkating, Sub.Generic),
        ["inlineskating"] = new(InlineSkating, Sub.Generic),
        ["skateboarding"] = new(Generic, Sub.Generic),
        ["horsebackriding"] = new(HorsebackRiding, Sub.Generic),
        ["volleyball"] = new(Volleyball, Sub.Generic),
        ["basketball"] = new(Basketball, Sub.Generic),
        ["americanfootball"] = new(AmericanFootball, Sub.Generic),
        ["rugby"] = new(Rugby, Sub.Generic),
        ["lacrosse"] = new(Lacrosse, Sub.Generic),
        ["soccer"] = new(Soccer, Sub.Generic),
        ["baseball"] = new(Baseball, Sub.Generic),
        ["cricket"] = new(Cricket, Sub.Generic),
        ["handball"] = new(TeamSport, Sub.Generic),
        ["hiit"] = new(Hiit, Sub.Hiit),
        ["diving"] = new(Diving, Sub.Generic),
        ["fitnessclass"] = new(Training, Sub.CardioTraining),
        ["gymnastics"] = new(Training, Sub.Exercise),
        ["housework"] = new(Generic, Sub.Generic),
        ["yardwork"] = new(Generic, Sub.Generic),
        ["jumpingrope"] = new(JumpRope, Sub.Generic),
        ["martialarts"] = new(MixedMartialArts, Sub.Generic),
        ["surfing"] = new(Surfing, Sub.Generic),
        ["kayaking"] = new(Kayaking, Sub.Generic),
        ["canoeing"] = new(Canoeing, Sub.Generic),
        ["standuppaddling"] = new(StandUpPaddleboarding, Sub.Generic),
        ["sailing"] = new(Sailing, Sub.Generic),
        ["windsurfing"] = new(Windsurfing, Sub.Generic),
        ["kitesurfing"] = new(Kitesurfing, Sub.Generic),
        ["waterpolo"] = new(WaterSport, Sub.Generic),
        ["wheelchair"] = new(WheelchairPushWalk, Sub.Generic),
        ["triathlon"] = new(Multisport, Sub.Generic),
        ["other"] = new(Generic, Sub.Generic),
    }.ToFrozenDictionary();

    // Where several of our sports are one of FIT's, the first of the table is as good as any; generic means "not said".
    private static readonly FrozenDictionary<FitSport, Sport> Reverse = Sports
        .All.Where(sport => Of(sport).Sport is not Generic)
        .GroupBy(Of)
        .ToFrozenDictionary(group => group.Key, group => group.First());

    // Devices of gyms call everything fitness equipment, and say in the sub-sport which.
    private static readonly FrozenDictionary<FitSubSportCode, Sport> Equipment = Reverse
        .Where(known => known.Key.SubSport is not Sub.Generic)
        .GroupBy(known => known.Key.SubSport)
        .Where(group => group.Count() == 1)
        .ToFrozenDictionary(group => group.Key, group => group.Single().Value);

    /// <summary>Our sport for what a file says: exactly, else whatever the sub-sport, else <see cref="Sport.Other"/>.</summary>
    public static Sport Find(byte? sport, byte? subSport)
    {
        var (code, sub) = ((FitSportCode)(sport ?? 0), (FitSubSportCode)(subSport ?? 0));
        return Reverse.GetValueOrDefault(new(code, sub))
            ?? (code is FitnessEquipment ? Equipment.GetValueOrDefault(sub) : null)
            ?? Reverse.GetValueOrDefault(new(code, Sub.Generic))
            ?? Core.Activities.Sport.Other;
    }

    /// <summary>The file's own words, as far as they are known: <c>cycling</c>, <c>cycling 46</c>. Null where it says nothing.</summary>
    public static string? NameOf(byte? sport, byte? subSport)
    {
        if (sport is null)
        {
            return null;
        }

        var sub = subSport is null or 0 ? "" : $" {Word((FitSubSportCode)subSport)}";
        return $"{Word((FitSportCode)sport)}{sub}";
    }

    private static string Word<T>(T code)
        where T : struct, System.Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(code.ToString());

    public static FitSport Of(Sport sport) => Table.GetValueOrDefault(sport.Key, new(Generic, Sub.Generic));
}
