using FitGlue.Engine;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Work;
using FitGlue.Server.Diagnostics;
using FitGlue.Server.Health;
using FitGlue.Tests.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server;

/// <summary>What /readyz says of the server.</summary>
public sealed class ReadinessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, CheckState.Ok, "59 days left")]
    [InlineData(54, CheckState.Warn, "5 days left")]
    [InlineData(61, CheckState.Warn, "over")]
    public async Task The_days_left_of_subscriptions_are_in_the_detail(int later, CheckState state, string left)
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await bench.WriteAsync(db =>
            db.Subscriptions.Add(
                new()
                {
                    Source = "fake",
                    CallbackUrl = bench.Get<Notified>().CallbackOf("fake")!.AbsoluteUri,
                    Count = 3,
                    VerifiedAt = bench.Time.GetUtcNow(),
                    EndsAt = bench.Time.GetUtcNow().AddDays(59.5),
                }
            )
        );
        bench.Time.Advance(TimeSpan.FromDays(later));

        var check = (await ReadinessOf(bench).RunAsync(Cancellation)).Single(check => check.Id == "subscriptions-fake");

        check.State.ShouldBe(state);
        check.Text.ShouldContain($"({left})");
    }

    private static Readiness ReadinessOf(Bench bench)
    {
        var options = bench.Get<IOptions<EngineOptions>>();
        var installation = bench.Get<InstallationChecks>();
        var (database, registry, time) = (bench.Database, bench.Get<Registry>(), bench.Time);
        return new(
            bench.Lifetime,
            installation,
            new Checks(database, installation, registry, bench.Get<Notified>(), options, time),
            new Sweep(
                database,
                registry,
                bench.Get<Hints>(),
                bench.Get<Recurring>(),
                bench.Get<PutBack>(),
                options,
                time,
                NullLogger<Sweep>.Instance
            )
        );
    }
}
