using FitGlue.Core;
using FitGlue.Engine.Connections;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

public sealed class ConnectionHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly HealthContext Context = new("Example", "Example app", "ring", TimeSpan.FromHours(1), Notified: true);

    [Fact]
    public void Up_needs_a_recent_contact_that_succeeded()
    {
        Of(Up()).ShouldBe(new(HealthState.Up, null, null));
        Of(Up(row => row.LastContactAt = null)).State.ShouldBe(HealthState.New);
        Of(Up(row => row.State = ConnectionState.New)).State.ShouldBe(HealthState.New);
        Of(Up(row => row.LastContactAt = Now.AddHours(-4))).State.ShouldBe(HealthState.Late);
    }

    [Fact]
    public void An_answer_to_something_else_does_not_hide_workouts_that_cannot_be_listed()
    {
        var health = Of(Up(row => row.LastListedAt = Now.AddHours(-4)));

        health.State.ShouldBe(HealthState.Late);
        health.Reason!.ShouldContain("its list of workouts could not be read since 15 Jun, 08:00 UTC");
        Of(Up(row => row.LastListedAt = null)).State.ShouldBe(HealthState.Late);
    }

    [Fact]
    public void A_pause_is_said_before_anything_else()
    {
        var health = Of(
            Up(row => (row.PausedAt, row.State, row.Trouble) = (Now.AddHours(-5), ConnectionState.Reconnect, TroubleCode.Revoked))
        );

        health.State.ShouldBe(HealthState.Paused);
        health.Reason.ShouldBe("You paused it 5 h ago. Nothing is fetched until you resume it; notifications are kept.");
    }

    [Fact]
    public void What_only_the_person_can_mend_is_said_before_limits_and_delays()
    {
        var row = Up(row =>
        {
            (row.State, row.StateReason, row.Trouble) = (ConnectionState.Reconnect, "Revoked there.", TroubleCode.Revoked);
            row.LastContactAt = Now.AddDays(-3);
        });

        Of(row, Context with { LimitedUntil = Now.AddHours(1) })
            .ShouldBe(new(HealthState.Reconnect, TroubleCode.Revoked, "Revoked there."));
    }

    [Fact]
    public void A_limit_of_the_provider_counts_while_it_lasts()
    {
        Of(Up(), Context with { LimitedUntil = Now.AddMinutes(5) }).State.ShouldBe(HealthState.Limited);
        Of(Up(), Context with { LimitedUntil = Now.AddMinutes(-5) }).State.ShouldBe(HealthState.Up);
        Of(Up(row => (row.State, row.Trouble) = (ConnectionState.Limited, TroubleCode.Membership)))
            .ShouldBe(new(HealthState.Limited, TroubleCode.Membership, null));
    }

    [Fact]
    public void Silent_webhooks_make_it_late_where_they_are_expected()
    {
        var row = Up(row => row.WebhooksSilentSince = Now.AddDays(-1));

        Of(row).State.ShouldBe(HealthState.Late);
        Of(row, Context with { Notified = false }).State.ShouldBe(HealthState.Up);
    }

    [Fact]
    public void A_subscription_that_ended_or_failed_makes_it_late()
    {
        Of(Up(), Context with { Subscription = Subscription(row => row.EndsAt = Now.AddHours(-1)) }).State.ShouldBe(HealthState.Late);
        Of(Up(), Context with { Subscription = Subscription(row => row.LastError = "Refused.") }).Reason!.ShouldContain("Refused.");
        Of(Up(), Context with { Subscription = Subscription(row => row.EndsAt = Now.AddDays(40)) }).State.ShouldBe(HealthState.Up);
    }

    [Fact]
    public void A_device_that_is_silent_for_a_day_and_a_half_makes_it_late()
    {
        var health = Of(Up(row => row.LastDataAt = Now.AddHours(-40)));

        health.ShouldBe(new(HealthState.Late, null, "The ring last reached Example app 40 h ago. Open the Example app app near it."));
        Of(Up(row => row.LastDataAt = Now.AddHours(-30))).State.ShouldBe(HealthState.Up);
    }

    private static ConnectionHealth Of(Connection row, HealthContext? context = null) => ConnectionHealth.Of(row, context ?? Context, Now);

    private static Subscription Subscription(Action<Subscription> change)
    {
        var row = new Subscription { Source = "example", CallbackUrl = "https://fitglue.example/webhooks/example" };
        change(row);
        return row;
    }

    private static Connection Up(Action<Connection>? change = null)
    {
        var row = new Connection
        {
            UserId = Guid.NewGuid(),
            Source = "example",
            ExternalUserId = "account",
            Scopes = "workout",
            Tokens = [],
            State = ConnectionState.Up,
            CreatedAt = Now.AddDays(-60),
            LastContactAt = Now.AddMinutes(-20),
            LastListedAt = Now.AddMinutes(-40),
            LastDataAt = Now.AddHours(-1),
        };
        change?.Invoke(row);
        return row;
    }
}
