using System.Runtime.CompilerServices;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Oura;
using FitGlue.Oura.Authorization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>The Oura Ring through the Oura Cloud API. Webhooks, days, athlete, sessions and noise are in other parts of the class.</summary>
internal sealed partial class OuraSource(
    OuraAuthClient auth,
    OuraClient client,
    OuraUpkeep upkeep,
    IOptions<OuraOptions> options,
    OuraClock clock,
    ILogger<OuraSource> logger
) : IConnectedSource, INotifyingSource, IDayRecordSource, IAthleteSource, ISessionSource
{
    public const string Id = "oura";

    private readonly OuraOptions _options = options.Value;

    public SourceInfo Info { get; } =
        new(
            Id,
            "Oura Ring",
            Tier.Hobbyist,
            "Workouts that your Oura Ring detected or that you entered in the Oura app, with the heart rate of the ring.",
            OuraScopeReasons.Of(options.Value.Scopes)
        )
        {
            App = "Oura",
            Device = "ring",
            Brings =
                ActivityData.HeartRate
                | ActivityData.Calories
                | ActivityData.EstimatedDistance
                | ActivityData.Intensity
                | ActivityData.Detection,
        };

    public SourceSetup Setup => new(OuraSetup.Missing(_options), OuraSetup.PortalUrl(_options.Portal));

    public PipelineRecipe Recipe { get; } = new("Oura workouts as FIT files", ["heart-rate-summary"], ["files"]);

    public int ImportDays => _options.ImportDays;

    public TimeSpan ReconcileInterval(bool notified) =>
        _options.ReconcileInterval ?? (notified ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(15));

    public RequestLimit RequestLimit => _options.Limit;

    public TimeSpan? ClockSkew => clock.Ahead;

    public IReadOnlyList<TimeSpan> SettleSchedule => _options.EffectiveSettleSchedule;

    public Activity? Map(SourceDocument document) =>
        OuraSessions.IsSession(document.ObjectId) ? OuraSessions.Map(document) : OuraWorkoutMapper.Map(document);

    public Uri AuthorizeUrl(AuthorizeRequest request)
    {
        OuraSetup.Require(_options);
        return FitGlue.Oura.Authorization.AuthorizeUrl.Build(
            _options.Endpoints,
            _options.ClientId,
            request.RedirectUri,
            [_options.Scopes, .. request.AlsoScopes],
            request.State,
            request.CodeChallenge
        );
    }

    public CallbackReading ReadCallback(IReadOnlyDictionary<string, string> query) => OuraCallback.Read(query);

    public async Task<Grant> ExchangeAsync(
        string code,
        string codeVerifier,
        Uri redirectUri,
        string? redirectScopes,
        CancellationToken cancellationToken
    )
    {
        OuraSetup.Require(_options);
        var tokens = Granted(await auth.ExchangeAsync(code, codeVerifier, redirectUri, cancellationToken));
        var person = await OuraFaults.GuardAsync(client.GetPersonalInfoAsync(tokens.AccessToken, cancellationToken));
        return new(Pair(tokens), person.Id, tokens.Scopes ?? OuraScopes.Normalize(redirectScopes ?? _options.Scopes));
    }

    public async Task<TokenPair> RefreshAsync(Secret refreshToken, CancellationToken cancellationToken)
    {
        OuraSetup.Require(_options);
        var pair = Pair(Granted(await auth.RefreshAsync(new(refreshToken.Value), cancellationToken)));
        // Where the answer holds none the old one may still work; nothing certainly does not.
        return pair with { RefreshToken = pair.RefreshToken ?? refreshToken };
    }

    public async Task<AccessCheck> CheckAccessAsync(Secret accessToken, CancellationToken cancellationToken)
    {
        try
        {
            var person = await OuraFaults.GuardAsync(client.GetPersonalInfoAsync(new(accessToken.Value), cancellationToken));
            return new AccessCheck.Accepted(person.Id, OuraFaults.MissingScope(null));
        }
        catch (UnauthorizedException)
        {
            return new AccessCheck.Refused("Oura refuses the sign-in, even renewed. Connect Oura again.");
        }
    }

    public async Task RevokeAsync(TokenPair tokens, CancellationToken cancellationToken)
    {
        var refreshToken = tokens.RefreshToken is { } refresh ? new RefreshToken(refresh.Value) : (RefreshToken?)null;
        if (await auth.RevokeAsync(new(tokens.AccessToken.Value), refreshToken, cancellationToken) is RevokeOutcome.Failed failed)
        {
            throw new UnavailableException(
                $"The access could not be taken back: {failed.Reason} You can remove it in your Oura account, too."
            );
        }
    }

    public async IAsyncEnumerable<SourceDocument> ListWorkoutsAsync(
        DateOnly from,
        DateOnly to,
        Secret accessToken,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var workouts = client.ListWorkoutsAsync(from, to, new(accessToken.Value), cancellationToken);
        await foreach (var workout in OuraFaults.GuardAsync(workouts, OuraScopeReasons.Workout))
        {
            if (IsWorkoutId(workout.Id))
            {
                yield return new(workout.Id!, workout.Json);
            }
            else
            {
                LogWithoutId(logger);
            }
        }
    }

    public async Task<SourceDocument?> FetchWorkoutAsync(string objectId, Secret accessToken, CancellationToken cancellationToken)
    {
        if (!IsWorkoutId(objectId))
        {
            throw new RejectedException("This is not an id of Oura's; nothing was asked.");
        }

        var workout = await OuraFaults.GuardAsync(
            client.GetWorkoutAsync(objectId, new(accessToken.Value), cancellationToken),
            OuraScopeReasons.Workout
        );
        return workout is null ? null : new(objectId, workout.Json);
    }

    public async Task<DateTimeOffset?> FetchLastDataAsync(Secret accessToken, CancellationToken cancellationToken) =>
        (
            await OuraFaults.GuardAsync(
                client.GetLatestHeartRateAsync(new(accessToken.Value), cancellationToken),
                OuraScopeReasons.HeartRate
            )
        )?.Time;

    public async Task<IReadOnlyList<HeartRateSample>> FetchHeartRateAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        Secret accessToken,
        CancellationToken cancellationToken
    )
    {
        var samples = new List<HeartRateSample>();
        var rows = client.ListHeartRateAsync(from, to, new(accessToken.Value), cancellationToken);
        await foreach (var row in OuraFaults.GuardAsync(rows, OuraScopeReasons.HeartRate))
        {
            samples.Add(new(row.Time, row.Bpm, row.Source));
        }

        return [.. samples.OrderBy(sample => sample.Time)];
    }

    private static bool IsWorkoutId(string? id) => OuraId.IsValid(id) && !OuraSessions.IsSession(id!);

    private OuraTokens Granted(TokenOutcome outcome) =>
        outcome is TokenOutcome.Granted granted ? granted.Tokens : throw OuraFaults.Of(outcome, _options.Portal);

    private static TokenPair Pair(OuraTokens tokens) =>
        new(
            new(tokens.AccessToken.Value),
            tokens.RefreshToken is { } refresh ? new Secret(refresh.Value) : (Secret?)null,
            tokens.ExpiresAt
        );

    [LoggerMessage(LogLevel.Warning, "Oura listed a workout without a usable id; it cannot be imported")]
    private static partial void LogWithoutId(ILogger logger);
}
