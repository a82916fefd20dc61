using System.Collections.Frozen;

namespace FitGlue.Core.Activities;

/// <summary>The table of all canonical sports. What a file format or a target calls each of them is its own table.</summary>
public static class Sports
{
    // Key and name, then other spellings of sources, as Normalize leaves them.
    private static readonly (Sport Sport, string Aliases)[] Table =
    [
        (new("badminton", "Badminton"), ""),
        (new("boxing", "Boxing"), ""),
        (new("crosscountryskiing", "Cross-country skiing"), "xcskiing nordicskiing"),
        (new("crosstraining", "Cross training"), "functionaltraining circuittraining"),
        (new("crossfit", "CrossFit"), ""),
        (new("cycling", "Cycling"), "biking bike ride roadcycling"),
        (new("indoorcycling", "Indoor cycling"), "spinning spin stationarybike"),
        (new("mountainbiking", "Mountain biking"), "mtb"),
        (new("dance", "Dance"), "dancing"),
        (new("elliptical", "Elliptical"), "ellipticaltraining"),
        (new("stairexercise", "Stair exercise"), "stairclimbing stairstepper stairs"),
        (new("strengthtraining", "Strength training"), "weightlifting weighttraining strength"),
        (new("coreexercise", "Core exercise"), "core"),
        (new("hockey", "Hockey"), "icehockey fieldhockey"),
        (new("floorball", "Floorball"), ""),
        (new("pilates", "Pilates"), ""),
        (new("yoga", "Yoga"), ""),
        (new("flexibility", "Flexibility"), "mobility"),
        (new("stretching", "Stretching"), "stretch"),
        (new("rowing", "Rowing"), ""),
        (new("indoorrowing", "Indoor rowing"), "rowingmachine rower"),
        (new("running", "Running"), "run jogging"),
        (new("treadmill", "Treadmill run"), "indoorrunning treadmillrunning"),
        (new("trailrunning", "Trail running"), "trailrun"),
        (new("swimming", "Swimming"), "swim lapswimming"),
        (new("openwaterswimming", "Open-water swimming"), ""),
        (new("waterfitness", "Water fitness"), "wateraerobics aquafitness"),
        (new("walking", "Walking"), "walk"),
        (new("indoorwalking", "Indoor walking"), ""),
        (new("nordicwalking", "Nordic walking"), ""),
        (new("hiking", "Hiking"), "hike"),
        (new("golf", "Golf"), ""),
        (new("tennis", "Tennis"), ""),
        (new("tabletennis", "Table tennis"), "pingpong"),
        (new("squash", "Squash"), ""),
        (new("racquetball", "Racquetball"), ""),
        (new("pickleball", "Pickleball"), ""),
        (new("padel", "Padel"), ""),
        (new("climbing", "Climbing"), "rockclimbing bouldering"),
        (new("downhillskiing", "Downhill skiing"), "alpineskiing skiing"),
        (new("snowboarding", "Snowboarding"), ""),
        (new("snowshoeing", "Snowshoeing"), ""),
        (new("iceskating", "Ice skating"), "skating"),
        (new("inlineskating", "Inline skating"), "rollerskating rollerblading"),
        (new("skateboarding", "Skateboarding"), ""),
        (new("horsebackriding", "Horseback riding"), "horseriding equestrian"),
        (new("volleyball", "Volleyball"), "beachvolleyball"),
        (new("basketball", "Basketball"), ""),
        (new("americanfootball", "American football"), ""),
        (new("rugby", "Rugby"), ""),
        (new("lacrosse", "Lacrosse"), ""),
        (new("soccer", "Soccer"), "football"),
        (new("baseball", "Baseball"), "softball"),
        (new("cricket", "Cricket"), ""),
        (new("handball", "Handball"), ""),
        (new("hiit", "HIIT"), "highintensityintervaltraining"),
        (new("diving", "Diving"), "scubadiving"),
        (new("fitnessclass", "Fitness class"), "groupexercise aerobics cardio cardiotraining"),
        (new("gymnastics", "Gymnastics"), ""),
        (new("housework", "Housework"), ""),
        (new("yardwork", "Yardwork"), "gardening"),
        (new("jumpingrope", "Jumping rope"), "jumprope"),
        (new("martialarts", "Martial arts"), "wrestling karate judo"),
        (new("surfing", "Surfing"), ""),
        (new("kayaking", "Kayaking"), ""),
        (new("canoeing", "Canoeing"), ""),
        (new("standuppaddling", "Stand-up paddling"), "standuppaddleboarding sup"),
        (new("sailing", "Sailing"), ""),
        (new("windsurfing", "Windsurfing"), ""),
        (new("kitesurfing", "Kitesurfing"), ""),
        (new("waterpolo", "Water polo"), ""),
        (new("wheelchair", "Wheelchair"), ""),
        (new("triathlon", "Triathlon"), "multisport"),
        (Sport.Other, "workout activity unknown"),
    ];

    // What apps record as sessions. None of them is a workout: files and services have no sport for them, and they count in no history.
    private static readonly (Sport Sport, string Aliases)[] SessionTable =
    [
        (new("bodystatus", "Body status"), ""),
        (new("breathing", "Breathing"), "breathwork"),
        (new("meditation", "Meditation"), ""),
        (new("nap", "Nap"), ""),
        (new("relaxation", "Relaxation"), "relax"),
        (new("rest", "Rest"), ""),
    ];

    private static readonly FrozenDictionary<string, Sport> ByWord = Words(Table);
    private static readonly FrozenDictionary<string, Sport> SessionsByWord = Words(SessionTable);
    private static readonly FrozenSet<string> SessionKeys = SessionTable.Select(row => row.Sport.Key).ToFrozenSet();

    /// <summary>Kinds of workouts.</summary>
    public static IReadOnlyList<Sport> All { get; } = [.. Table.Select(row => row.Sport)];

    /// <summary>Kinds of sessions, a meditation say: they are no workouts.</summary>
    public static IReadOnlyList<Sport> Sessions { get; } = [.. SessionTable.Select(row => row.Sport)];

    /// <summary>The sport of a source's word, whatever its spelling: <c>strengthTraining</c>, <c>strength_training</c>, <c>Strength training</c>.</summary>
    /// <returns>Null where the word is unknown.</returns>
    public static Sport? Find(string word) => ByWord.GetValueOrDefault(Normalize(word));

    /// <summary>The kind of session of a word.</summary>
    /// <returns>Null where it is unknown, or that of a workout.</returns>
    public static Sport? FindSession(string word) => SessionsByWord.GetValueOrDefault(Normalize(word));

    /// <summary>The kind that a person names, of a workout or of a session.</summary>
    public static Sport? FindKind(string word) => Find(word) ?? FindSession(word);

    /// <summary>Lower case, with everything but a–z and 0–9 dropped.</summary>
    public static string Normalize(string word) => string.Concat(word.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));

    internal static bool IsSession(Sport sport) => SessionKeys.Contains(sport.Key);

    private static FrozenDictionary<string, Sport> Words((Sport Sport, string Aliases)[] table) =>
        table
            .SelectMany(row =>
                row.Aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(row.Sport.Key).Select(word => (word, row.Sport))
            )
            .ToFrozenDictionary(pair => pair.word, pair => pair.Sport);
}
