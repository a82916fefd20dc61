namespace FitGlue.Core.Athletes;

/// <summary>Whose body did the workout. Null: not known; nothing here is ever guessed from samples.</summary>
public sealed record Athlete
{
    public static Athlete Unknown { get; } = new();

    public int? BirthYear { get; init; }

    public Sex? Sex { get; init; }

    /// <summary>Measured by the person, beats per minute.</summary>
    public int? MaxHeartRate { get; init; }

    /// <summary>As the person typed it, beats per minute; null: it is read off the nights where there are any.</summary>
    public int? RestingHeartRate { get; init; }

    public double? WeightKg { get; init; }

    /// <summary>In calendar years; null where the year of birth is not known, or cannot be right.</summary>
    public int? AgeOn(DateOnly day) => day.Year - BirthYear is >= 0 and <= 120 and { } age ? age : null;
}

public enum Sex
{
    Female,
    Male,
}
