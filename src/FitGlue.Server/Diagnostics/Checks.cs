using FitGlue.Core.Sources;
using FitGlue.Engine;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Upkeep;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FitGlue.Server.Diagnostics;

/// <summary>Looks at the installation: what it stands on, whether its sources are set up, and whether they reach it.</summary>
public sealed class Checks(
    Database database,
    InstallationChecks installation,
    Engine.Registry registry,
    Notified notified,
    IOptions<EngineOptions> options,
    TimeProvider time
)
{
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<Check>> ListAsync(CancellationToken cancellationToken)
    {
        return
        [
            .. await installation.RunAsync(cancellationToken),
            .. registry.Sources.Values.OfType<IConnectedSource>().OrderBy(source => source.Info.Id).Select(Setup),
            PublicAddress(),
            .. await SubscriptionsAsync(cancellationToken),
        ];
    }

    private static Check Setup(IConnectedSource source) =>
        source.Setup.Ready
            ? new($"source-{source.Info.Id}", CheckState.Ok, $"{source.Info.Name} is set up.")
            : new(
                $"source-{source.Info.Id}",
                CheckState.Warn,
                $"{source.Info.Name} is not set up: {string.Join(" and ", source.Setup.Missing)} not set.",
                $"Make an application at {source.Setup.PortalUrl} and set what is missing."
            );

    private Check PublicAddress() =>
        options.Value.PublicUrl switch
        {
            null => new(
                "public-address",
                CheckState.Ok,
                "There is no public address: sources are polled. Nothing is lost; workouts arrive up to 15 minutes later.",
                "To have them within a minute set FitGlue__PublicUrl."
            ),
            { Scheme: "https" } url => new("public-address", CheckState.Ok, $"{url} is the public address."),
            { IsLoopback: true } url => new("public-address", CheckState.Ok, $"{url} is this machine alone."),
            var url => new(
                "public-address",
                CheckState.Warn,
                $"{url} is not encrypted; providers refuse such an address.",
                "Put a proxy with TLS in front and set FitGlue__PublicUrl to its https address."
            ),
        };

    /// <summary>Of each source that would tell us: whether it does, and for how many days more.</summary>
    public async Task<IReadOnlyList<Check>> SubscriptionsAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var rows = await db.Subscriptions.AsNoTracking().ToListAsync(cancellationToken);
        var checks = new List<Check>();
        foreach (var source in await db.Connections.Select(row => row.Source).Distinct().OrderBy(id => id).ToListAsync(cancellationToken))
        {
            if (notified.CallbackOf(source) is { } callback)
            {
                var newest = await db.Connections.Where(row => row.Source == source).MaxAsync(row => row.LastWebhookAt, cancellationToken);
                checks.Add(Subscription(source, callback, rows.FirstOrDefault(row => row.Source == source), newest));
            }
        }

        return checks;
    }

    private Check Subscription(string source, Uri callback, Subscription? row, DateTimeOffset? lastEvent)
    {
        var id = $"subscriptions-{source}";
        var now = time.GetUtcNow();
        var heard = lastEvent is { } at ? $"the last event came {at.ToUniversalTime():yyyy-MM-dd HH:mm} UTC" : "no event has come yet";
        return row switch
        {
            null or { VerifiedAt: null, LastError: null } => new(
                id,
                CheckState.Warn,
                "They are not made yet.",
                "They are made within minutes of the start."
            ),
            { LastError: { } error } => new(
                id,
                CheckState.Warn,
                $"They are not in order{Left(row.EndsAt, now)}: {error}",
                "They are tried again by themselves; polling goes on meanwhile."
            ),
            _ when row.CallbackUrl != callback.AbsoluteUri => new(
                id,
                CheckState.Warn,
                "They point to another address than ours.",
                "They are repaired by themselves within minutes."
            ),
            { EndsAt: { } ends } when ends <= now + RenewedBefore => new(
                id,
                CheckState.Warn,
                $"They end {ends.ToUniversalTime():yyyy-MM-dd}{Left(ends, now)}, and were to be renewed before; {heard}.",
                "Check that this server can reach the provider."
            ),
            { EndsAt: { } ends } => new(id, CheckState.Ok, $"{row.Count} are in order{Left(ends, now)}; {heard}."),
            _ => new(id, CheckState.Ok, $"{row.Count} are in order; {heard}."),
        };
    }

    private static string Left(DateTimeOffset? ends, DateTimeOffset now) =>
        ends is not { } at ? ""
        : at <= now ? " (over)"
        : $" ({Math.Floor((at - now).TotalDays):0} days left)";
}
