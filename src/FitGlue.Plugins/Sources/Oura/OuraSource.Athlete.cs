using FitGlue.Core;
using FitGlue.Core.Sources;

namespace FitGlue.Plugins.Sources.Oura;

internal sealed partial class OuraSource
{
    public string AthleteScope => OuraScopeReasons.Personal;

    public async Task<AthleteReading> FetchAthleteAsync(Secret accessToken, CancellationToken cancellationToken) =>
        OuraAthlete.Of(
            await OuraFaults.GuardAsync(client.GetPersonalInfoAsync(new(accessToken.Value), cancellationToken), OuraScopeReasons.Personal)
        );
}
