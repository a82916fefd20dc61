using System.Collections.Frozen;

namespace FitGlue.Core.Activities;

/// <summary>Sports that one device may take for another, or that load the body alike.</summary>
public static class SportFamily
{
    private const string Any = "any";

    private static readonly (string Family, string Sports)[] Table =
    [
        ("foot", "walking indoorwalking nordicwalking hiking running treadmill trailrunning"),
        ("bike", "cycling indoorcycling mountainbiking"),
        ("water", "swimming openwaterswimming waterfitness waterpolo diving"),
        ("boat", "rowing indoorrowing kayaking canoeing standuppaddling sailing surfing windsurfing kitesurfing"),
        (
            "gym",
            "strengthtraining crosstraining crossfit hiit fitnessclass coreexercise elliptical stairexercise jumpingrope gymnastics dance"
        ),
        ("mind", "yoga pilates stretching flexibility"),
        ("racket", "tennis tabletennis badminton squash racquetball pickleball padel"),
        ("ball", "soccer basketball volleyball handball americanfootball rugby lacrosse baseball cricket hockey floorball"),
        ("snow", "crosscountryskiing downhillskiing snowboarding snowshoeing"),
        ("skate", "iceskating inlineskating skateboarding"),
        ("combat", "boxing martialarts"),
        ("chores", "housework yardwork"),
        (Any, "other triathlon"),
    ];

    private static readonly FrozenDictionary<string, string> BySport = Table
        .SelectMany(row => row.Sports.Split(' ').Select(sport => (sport, row.Family)))
        .ToFrozenDictionary(pair => pair.sport, pair => pair.Family);

    /// <summary>The family's name; a sport that is like no other is its own.</summary>
    public static string Of(Sport sport) => BySport.GetValueOrDefault(sport.Key, sport.Key);

    /// <summary>True where two records of such kinds may be of the same workout; a workout of unknown kind may be any.</summary>
    public static bool AreCompatible(Sport one, Sport other) =>
        Of(one) == Of(other) || (Of(one) is Any && IsSport(other)) || (Of(other) is Any && IsSport(one));

    // A nap is none, and no workout of unknown kind is one.
    private static bool IsSport(Sport sport) => Sports.Find(sport.Key) is not null;
}
