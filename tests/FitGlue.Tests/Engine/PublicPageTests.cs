using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using FitGlue.Core.Targets;
using FitGlue.Engine.Deliver;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>A booster may link the public page of a workout before it is published.</summary>
public sealed class PublicPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_booster_gets_the_address_that_the_page_will_have()
    {
        await using var bench = await StartAsync(isPublicPage: true);

        var link = await WorkAsync(bench);
        var shipment = bench.Target.Got.ShouldHaveSingleItem();
        var receipt = await bench.Get<PublicPages>().PublishAsync(shipment, Cancellation);

        link.ShouldStartWith("https://fitglue.example/s/");
        link.ShouldEndWith(receipt.Url!);
    }

    [Fact]
    public async Task The_address_stays_when_the_workout_is_edited()
    {
        await using var bench = await StartAsync(isPublicPage: true);
        var link = await WorkAsync(bench);

        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), title: "Edited");
        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(await bench.ReadAsync(db => db.Connections.Select(row => row.Id).SingleAsync(Cancellation)));

        bench.Target.Got.Count.ShouldBe(2);
        bench.Target.Got[1].Activity.Description.ShouldBe(link);
    }

    [Fact]
    public async Task A_page_that_wants_a_sign_in_is_not_linked()
    {
        await using var bench = await StartAsync(isPublicPage: false);

        (await WorkAsync(bench)).ShouldBe("no page");
        (await bench.ReadAsync(db => db.PublicPages.CountAsync(Cancellation))).ShouldBe(0);
    }

    [Fact]
    public async Task No_address_is_set_aside_that_nobody_asks_for()
    {
        await using var bench = await StartAsync(isPublicPage: true);
        bench.Booster.Wants = BoosterNeeds.Nothing;

        (await WorkAsync(bench)).ShouldBe("no page");
        (await bench.ReadAsync(db => db.PublicPages.CountAsync(Cancellation))).ShouldBe(0);
    }

    private static async Task<Bench> StartAsync(bool isPublicPage)
    {
        var bench = await Bench.StartAsync(new FakeTarget { IsPublicPage = isPublicPage });
        bench.Booster.Wants = new() { Page = true };
        bench.Booster.Does = input => new Boost.Applied(input.Activity, input.Page?.AbsoluteUri ?? "no page", []);
        return bench;
    }

    /// <returns>What the target got as description.</returns>
    private static async Task<string> WorkAsync(Bench bench)
    {
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
        return bench.Target.Got[0].Activity.Description!;
    }
}
