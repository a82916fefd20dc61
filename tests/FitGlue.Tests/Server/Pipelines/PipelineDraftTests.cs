using System.ComponentModel.DataAnnotations;
using FitGlue.Core;
using FitGlue.Core.Boosters;
using FitGlue.Core.Targets;
using FitGlue.Engine.Runs;
using FitGlue.Server.Pipelines;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Pipelines;

public sealed class PipelineDraftTests
{
    private static readonly DateTimeOffset DeliverFrom = new(2026, 5, 4, 12, 30, 17, TimeSpan.Zero);

    private static readonly FitGlue.Engine.Registry Registry = new([], [new Metronome()], [new Shelf()]);

    [Fact]
    public void Reads_settings_in_the_types_of_their_fields()
    {
        var draft = Read(
            ("boosters.0.type", "metronome"),
            ("boosters.0.settings.beats", "120"),
            ("boosters.0.settings.aloud", "true"),
            ("targets.0.type", "shelf")
        );

        draft.ToChange(Saved()).Faults(Registry).ShouldBeEmpty();
        draft.Boosters[0].Settings.ToJsonString().ShouldBe("""{"beats":120,"aloud":true}""");
    }

    [Fact]
    public void An_unticked_switch_is_off_and_an_empty_number_takes_its_default()
    {
        var draft = Read(("boosters.0.type", "metronome"), ("boosters.0.settings.beats", ""));

        draft.Boosters[0].Settings.ToJsonString().ShouldBe("""{"aloud":false}""");
    }

    [Fact]
    public void A_number_that_is_none_is_a_fault_that_names_its_field()
    {
        var draft = Read(("boosters.0.type", "metronome"), ("boosters.0.settings.beats", "many"), ("targets.0.type", "shelf"));

        draft.ToChange(Saved()).Faults(Registry).ShouldHaveSingleItem().ShouldContain("beats");
    }

    [Theory]
    [InlineData("boosters/1/up", "b a c")]
    [InlineData("boosters/1/down", "a c b")]
    [InlineData("boosters/0/up", "a b c")]
    [InlineData("boosters/2/down", "a b c")]
    [InlineData("boosters/0/remove", "b c")]
    [InlineData("boosters/9/remove", "a b c")]
    [InlineData("boosters/add", "a b c metronome")]
    [InlineData("nonsense", "a b c")]
    public void Buttons_move_remove_and_add(string action, string order)
    {
        var draft = Read(("boosters.0.type", "a"), ("boosters.1.type", "b"), ("boosters.2.type", "c"));

        draft.Do(action, "metronome");

        string.Join(' ', draft.Boosters.Select(booster => booster.Type)).ShouldBe(order);
    }

    [Fact]
    public void A_target_keeps_its_id_and_what_it_leaves_out_when_it_moves()
    {
        var id = Guid.CreateVersion7();
        var draft = Read(
            ("targets.0.type", "shelf"),
            ("targets.1.type", "shelf"),
            ("targets.1.id", id.ToString()),
            ("targets.1.without", "metronome")
        );

        draft.Do("targets/1/up", "");

        var target = draft.ToChange(Saved()).Targets.ShouldNotBeNull()[0];
        target.Id.ShouldBe(id);
        target.ExcludedBoosters.ShouldBe(["metronome"]);
    }

    [Fact]
    public void A_date_that_nobody_touched_keeps_its_seconds()
    {
        var (untouched, moved) = (PipelineDraft.Of(Saved()), PipelineDraft.Of(Saved()));
        moved.DeliverFrom = "2026-01-02T03:04";

        untouched.ToChange(Saved()).DeliverFrom.ShouldBeNull();
        moved.ToChange(Saved()).DeliverFrom.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero));
    }

    private static PipelineDraft Read(params (string Name, string Value)[] fields) =>
        PipelineDraft.Read(
            fields.Append((Name: "name", Value: "Name")).ToDictionary(field => field.Name, field => new StringValues(field.Value)),
            Registry
        );

    private static Pipeline Saved() =>
        new()
        {
            UserId = Guid.Empty,
            Name = "Name",
            Source = "source",
            CreatedAt = DeliverFrom,
            DeliverFrom = DeliverFrom,
            Targets = [new(Guid.CreateVersion7(), "shelf")],
        };

    private sealed class Metronome : Booster<Metronome.Options>
    {
        public override BoosterInfo Info { get; } = new("metronome", "Metronome", Tier.Hobbyist, "Keeps time.");

        protected override Boost Apply(BoosterInput input, Options settings) => new Boost.Skipped("Silent.");

        public sealed record Options
        {
            [Range(30, 250)]
            public int Beats { get; init; } = 60;

            public bool Aloud { get; init; }
        }
    }

    private sealed class Shelf : Target<Shelf.Options>
    {
        public override TargetInfo Info { get; } = new("shelf", "Shelf", Tier.Hobbyist, "Keeps things.", CanUpdate: true);

        protected override Task<Receipt> DeliverAsync(Shipment shipment, Options settings, CancellationToken cancellationToken) =>
            Task.FromResult(new Receipt("shelf", null));

        public sealed record Options;
    }
}
