using FitGlue.Core.Athletes;

namespace FitGlue.Core.Sources;

/// <summary>A source that can also say whose body it is.</summary>
public interface IAthleteSource
{
    /// <summary>The scope without which it says nothing of the person.</summary>
    string AthleteScope { get; }

    /// <summary>What it says of the person now. May throw a <see cref="ServiceException"/>.</summary>
    Task<AthleteReading> FetchAthleteAsync(Secret accessToken, CancellationToken cancellationToken);
}

/// <summary>Null: it does not say, or says what cannot be.</summary>
/// <param name="Age">Completed years on the day of asking.</param>
public sealed record AthleteReading(int? Age, Sex? Sex, double? WeightKg);
