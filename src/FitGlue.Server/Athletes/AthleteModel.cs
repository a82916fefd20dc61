using System.Text.Json;
using System.Text.Json.Serialization;
using FitGlue.Core.Athletes;
using FitGlue.Core.Days;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Days;
using CoreTraining = FitGlue.Core.Training;

namespace FitGlue.Server.Athletes;

/// <summary>Whose body it is, as the person typed it; null: not said.</summary>
public sealed record AthleteRequest(int? BirthYear, Sex? Sex, int? MaxHeartRate, int? RestingHeartRate, double? WeightKg)
{
    /// <summary>What was sent beside.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    public static AthleteRequest Of(Athlete athlete) =>
        new(athlete.BirthYear, athlete.Sex, athlete.MaxHeartRate, athlete.RestingHeartRate, athlete.WeightKg);

    /// <summary>What cannot be, in a sentence; null: it is possible.</summary>
    public string? Fault(TimeProvider time) =>
        // The answer of the API has estimates beside it: sent back they would be taken for what the person said.
        Others is { Count: > 0 }
            ? $"There is no field “{Others.Keys.First()}” to set: send what “typed” of the answer holds."
        : BirthYear < 1900 || BirthYear > time.GetUtcNow().Year ? "A year of birth lies between 1900 and now."
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

/// <summary>The figures in use, each with where it came from. Null: nobody knows it, and nothing is assumed here.</summary>
/// <param name="Origins">
/// By field: <c>typed</c>, the registry id of the source that says so, <c>nights</c> (median of the last ones) or <c>estimated</c> (from
/// the year of birth); fields that nobody knows are left out.
/// </param>
/// <param name="BirthYearApproximate">A source names the age alone: the year may be one off.</param>
/// <param name="Typed">What the person said, and nothing that was estimated: it is what is sent to change it.</param>
public sealed record AthleteModel(
    int? BirthYear,
    Sex? Sex,
    int? MaxHeartRate,
    int? RestingHeartRate,
    double? WeightKg,
    IReadOnlyDictionary<string, string> Origins,
    bool BirthYearApproximate,
    AthleteRequest Typed
)
{
    public const string ByPerson = "typed";
    public const string FromNights = "nights";
    public const string Estimated = "estimated";

    public static AthleteModel Unknown { get; } =
        new(null, null, null, null, null, new Dictionary<string, string>(), false, AthleteRequest.Of(Athlete.Unknown));

    /// <param name="rows">The person's own first.</param>
    /// <param name="nights">Of the last weeks.</param>
    public static AthleteModel Of(IReadOnlyList<AthleteRow> rows, IReadOnlyList<DayRecord> nights, DateOnly today)
    {
        var origins = new Dictionary<string, string>(StringComparer.Ordinal);
        var birthYear = First(row => row.BirthYear, "birthYear");
        var known = new Athlete { BirthYear = birthYear };
        return new(
            birthYear,
            First(row => row.Sex, "sex"),
            First(row => row.MaxHeartRate, "maxHeartRate")
                ?? Computed("maxHeartRate", Estimated, CoreTraining.MaxHeartRate.Of(known, today)?.Bpm),
            First(row => row.RestingHeartRate, "restingHeartRate")
                ?? Computed("restingHeartRate", FromNights, OfNights(CoreTraining.RestingHeartRate.Of(known, nights, today))),
            First(row => row.WeightKg, "weightKg"),
            origins,
            origins.GetValueOrDefault("birthYear") is { } origin && origin != ByPerson,
            AthleteRequest.Of(rows.FirstOrDefault(row => row.Source == AthleteRow.Typed)?.ToAthlete() ?? Athlete.Unknown)
        );

        T? First<T>(Func<AthleteRow, T?> figure, string name)
            where T : struct
        {
            if (rows.FirstOrDefault(row => figure(row) is not null) is not { } row)
            {
                return null;
            }

            origins[name] = row.Source == AthleteRow.Typed ? ByPerson : row.Source;
            return figure(row);
        }

        int? Computed(string name, string origin, double? bpm)
        {
            if (bpm is null)
            {
                return null;
            }

            origins[name] = origin;
            return (int)Math.Round(bpm.Value);
        }
    }

    private static double? OfNights(CoreTraining.RestingHeartRate resting) =>
        resting.Origin is CoreTraining.RestingHeartRateOrigin.Nights ? resting.Bpm : null;
}

/// <summary>Reads the figures of one user.</summary>
public sealed class AthleteQueries(AthleteStore athletes, DayStore days, TimeProvider time)
{
    public async Task<AthleteModel> ReadAsync(Guid userId, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var from = today.AddDays(-CoreTraining.RestingHeartRate.Window);
        return AthleteModel.Of(
            await athletes.ReadAllAsync(userId, cancellationToken),
            await days.ReadAsync(userId, DayRecordKind.Sleep, from, today, cancellationToken),
            today
        );
    }
}
