using System.Runtime.CompilerServices;
using FitGlue.Core;
using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Oura;
using FitGlue.Oura.Authorization;
using Microsoft.Extensions.Logging;

namespace FitGlue.Plugins.Sources.Oura;

internal sealed partial class OuraSource
{
    public IReadOnlyDictionary<DayRecordKind, string> DayRecordScopes { get; } =
        Enum.GetValues<DayRecordKind>().ToDictionary(kind => kind, _ => OuraScopeReasons.Daily);

    public async IAsyncEnumerable<DayDocument> ListDaysAsync(
        DayRecordKind kind,
        DateOnly from,
        DateOnly to,
        Secret accessToken,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var document in OuraFaults.GuardAsync(
                ListKindAsync(kind, from, to, new(accessToken.Value), cancellationToken),
                OuraScopeReasons.Daily
            )
        )
        {
            if (OuraId.IsValid(document.Id) && document.Day is { } day)
            {
                yield return new(document.Id!, day, document.Json);
            }
            else
            {
                LogWithoutDay(logger, kind);
            }
        }
    }

    public DayRecord? ReadDay(DayRecordKind kind, string json) => OuraDays.Read(kind, json);

    private IAsyncEnumerable<OuraDocument> ListKindAsync(
        DayRecordKind kind,
        DateOnly from,
        DateOnly to,
        AccessToken token,
        CancellationToken cancellationToken
    ) =>
        kind switch
        {
            DayRecordKind.Readiness => client.ListReadinessAsync(from, to, token, cancellationToken),
            DayRecordKind.Sleep => client.ListSleepAsync(from, to, token, cancellationToken),
            DayRecordKind.Movement => client.ListActivityAsync(from, to, token, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No kind of day record that Oura has."),
        };

    [LoggerMessage(LogLevel.Warning, "Oura listed a {Kind} record without a usable id or day; it is passed over")]
    private static partial void LogWithoutDay(ILogger logger, DayRecordKind kind);
}
