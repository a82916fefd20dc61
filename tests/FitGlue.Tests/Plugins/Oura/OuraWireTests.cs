using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Tests.Oura;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraWireTests
{
    private static readonly Secret Token = new("a1");
    private static readonly Uri Callback = new("https://fitglue.example/webhooks/oura");

    private readonly CountingBudget _budget = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_one_for_each_page()
    {
        var source = Source(
            new(asked => FakeOura.Answer(200, $$"""{"data":[],"next_token":{{(asked["next_token"] is null ? "\"p2\"" : "null")}}}"""))
        );

        await source.ListWorkoutsAsync(new(2026, 3, 1), new(2026, 3, 1), Token, Cancellation).ToListAsync(Cancellation);

        _budget.Taken.ShouldBe(["oura", "oura"]);
        _budget.Limit.ShouldBe(source.RequestLimit);
    }

    [Fact]
    public async Task Takes_one_for_tokens_and_subscriptions_too()
    {
        var source = Source(new(_ => FakeOura.Answer(500, "")));

        await Should.ThrowAsync<UnavailableException>(() => source.RefreshAsync(new("r1"), Cancellation));
        await Should.ThrowAsync<UnavailableException>(() => source.RevokeAsync(new(new("a1"), null, FakeOura.Now), Cancellation));
        await Should.ThrowAsync<UnavailableException>(() =>
            ((INotifyingSource)source).EnsureSubscriptionsAsync(Callback, withSessions: false, Cancellation)
        );

        _budget.Taken.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Sends_nothing_where_the_budget_is_spent_and_says_until_when()
    {
        var oura = new FakeOura(_ => FakeOura.Answer(200, """{"id":"user-1"}"""));
        var source = Source(oura);
        _budget.Spent = new("Spent.", FakeOura.Now.AddMinutes(3), LimitScope.Connection);
        Func<Task>[] calls =
        [
            () => source.RefreshAsync(new("r1"), Cancellation),
            () => source.CheckAccessAsync(Token, Cancellation),
            () => source.RevokeAsync(new(new("a1"), null, FakeOura.Now), Cancellation),
            () => source.FetchWorkoutAsync("w1", Token, Cancellation),
            () => source.FetchLastDataAsync(Token, Cancellation),
            () => source.FetchHeartRateAsync(FakeOura.Now, FakeOura.Now, Token, Cancellation),
            async () => await source.ListWorkoutsAsync(default, default, Token, Cancellation).ToListAsync(Cancellation),
            () => ((INotifyingSource)source).EnsureSubscriptionsAsync(Callback, withSessions: false, Cancellation),
            () => ((INotifyingSource)source).RemoveSubscriptionsAsync(Callback, Cancellation),
        ];

        foreach (var call in calls)
        {
            (await Should.ThrowAsync<RateLimitedException>(call)).ShouldBeSameAs(_budget.Spent);
        }

        oura.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("access_token", LimitScope.Connection)]
    [InlineData("USER", LimitScope.Connection)]
    [InlineData("per-token", LimitScope.Connection)]
    [InlineData("application", LimitScope.Application)]
    [InlineData("gold", LimitScope.Application)]
    [InlineData("<b>token</b>", LimitScope.Application)]
    [InlineData(null, LimitScope.Application)]
    public async Task Says_which_limit_it_was(string? tier, LimitScope scope)
    {
        var source = Source(FakeOura.Answering(429, "", tier is null ? [] : [("X-RateLimit-Tier", tier)]));

        (await Should.ThrowAsync<RateLimitedException>(() => source.FetchWorkoutAsync("w1", Token, Cancellation))).Scope.ShouldBe(scope);
    }

    [Theory]
    [InlineData("Sun, 01 Mar 2026 12:03:00 GMT", 180)]
    [InlineData("Sun, 01 Mar 2026 11:59:00 GMT", -60)]
    [InlineData("yesterday", null)]
    public async Task Tells_how_far_ouras_clock_is_ahead(string date, int? seconds)
    {
        var source = Source(FakeOura.Answering(200, """{"id":"user-1"}""", ("Date", date)));
        source.ClockSkew.ShouldBeNull();

        await source.CheckAccessAsync(Token, Cancellation);

        source.ClockSkew.ShouldBe(seconds is { } ahead ? TimeSpan.FromSeconds(ahead) : null);
    }

    private IConnectedSource Source(FakeOura oura) =>
        OuraServer.Connected(OuraServer.Over(oura, OuraServer.Collection()).AddSingleton<IRequestBudget>(_budget));

    private sealed class CountingBudget : IRequestBudget
    {
        public List<string> Taken { get; } = [];

        public RequestLimit? Limit { get; private set; }

        public RateLimitedException? Spent { get; set; }

        public ValueTask TakeAsync(string source, RequestLimit limit, CancellationToken cancellationToken)
        {
            Taken.Add(source);
            Limit = limit;
            return Spent is null ? ValueTask.CompletedTask : throw Spent;
        }
    }
}
