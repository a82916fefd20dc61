using FitGlue.Core.Athletes;
using FitGlue.Engine.Athletes;

namespace FitGlue.Server.Athletes;

/// <summary>Whose body it is, as the person typed it; null: not said.</summary>
public sealed record AthleteRequest(int? BirthYear, Sex? Sex, int? MaxHeartRate, int? RestingHeartRate, double? WeightKg)
{
    /// <summary>What cannot be, in a sentence; null: it is possible.</summary>
    public string? Fault() =>
        BirthYear is < 1900 or > 2100 ? "A year of birth lies between 1900 and now."
        : MaxHeartRate is < 120 or > 230 ? "A maximum heart rate lies between 120 and 230 bpm."
        : RestingHeartRate is < 30 or > 100 ? "A resting heart rate lies between 30 and 100 bpm."
        : WeightKg is < 20 or > 400 ? "A weight lies between 20 and 400 kg."
        : MaxHeartRate - RestingHeartRate <= 30 ? "The resting heart rate lies more than 30 bpm below the maximum."
        : null;

    public Athlete ToAthlete() =>
        new()
        {
            BirthYear = BirthYear,
            Sex = Sex,
            MaxHeartRate = MaxHeartRate,
            RestingHeartRate = RestingHeartRate,
            WeightKg = WeightKg,
        };
}

/// <summary>The figures in use, each with where it came from.</summary>
/// <param name="Origins">By field: <c>typed</c> or the source's registry id; fields that nobody knows are left out.</param>
public sealed record AthleteModel(
    int? BirthYear,
    Sex? Sex,
    int? MaxHeartRate,
    int? RestingHeartRate,
    double? WeightKg,
    IReadOnlyDictionary<string, string> Origins
)
{
    /// <param name="rows">The person's own first.</param>
    public static AthleteModel Of(IReadOnlyList<AthleteRow> rows)
    {
        var origins = new Dictionary<string, string>(StringComparer.Ordinal);
        return new(
            First(row => row.BirthYear, "birthYear"),
            First(row => row.Sex, "sex"),
            First(row => row.MaxHeartRate, "maxHeartRate"),
            First(row => row.RestingHeartRate, "restingHeartRate"),
            First(row => row.WeightKg, "weightKg"),
            origins
        );

        T? First<T>(Func<AthleteRow, T?> figure, string name)
            where T : struct
        {
            if (rows.FirstOrDefault(row => figure(row) is not null) is not { } row)
            {
                return null;
            }

            origins[name] = row.Source == AthleteRow.Typed ? "typed" : row.Source;
            return figure(row);
        }
    }
}
