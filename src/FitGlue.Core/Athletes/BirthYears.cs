namespace FitGlue.Core.Athletes;

/// <summary>The year of birth of somebody of whom only the age is known: one of two.</summary>
public static class BirthYears
{
    private const int MiddleOfTheYear = 183;

    /// <summary>The likelier of the two, unless an earlier one is still possible: it is right once a birthday was seen, and stays.</summary>
    /// <param name="age">Completed years on <paramref name="today"/>.</param>
    /// <param name="earlier">What an earlier age was taken for; null: nothing.</param>
    public static int OfAge(int age, DateOnly today, int? earlier)
    {
        var ifBirthdayWas = today.Year - age;
        return earlier switch
        {
            null => today.DayOfYear < MiddleOfTheYear ? ifBirthdayWas - 1 : ifBirthdayWas,

            // Elsewhere it is the other year already, or still.
            { } year when today.AddDays(1).Year != today.AddDays(-1).Year => year,
            { } year => Math.Clamp(year, ifBirthdayWas - 1, ifBirthdayWas),
        };
    }
}
