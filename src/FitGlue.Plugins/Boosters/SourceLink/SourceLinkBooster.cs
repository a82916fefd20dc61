using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Boosters;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.SourceLink;

public sealed record SourceLinkSettings
{
    [Display(Name = "Words before the address", Description = "What stands before the colon.")]
    [RegularExpression(@"[^\r\n]*\S[^\r\n]*", ErrorMessage = "The words before the address must be one line.")]
    [StringLength(60)]
    public string Words { get; init; } = "View on FitGlue";
}

/// <summary>The address of the workout's own page. Sources such as the ring have none for it.</summary>
internal sealed class SourceLinkBooster : Booster<SourceLinkSettings>
{
    public override BoosterInfo Info { get; } =
        new("source-link", "Source Link", Tier.Hobbyist, "The address of the page where the workout can be looked at.");

    protected override BoosterNeeds Needs(SourceLinkSettings settings) => new() { Page = true };

    protected override IEnumerable<Remark> Remarks(Outlook outlook, SourceLinkSettings settings) =>
        outlook.HasPublicPage
            ? []
            :
            [
                new(
                    true,
                    "Its workouts have no public page to link: the pipeline needs the target that makes one, and the server a public address (FitGlue__PublicUrl)."
                ),
            ];

    protected override Boost Apply(BoosterInput input, SourceLinkSettings settings) =>
        input.Page is { } page
            ? new Boost.Applied(
                input.Activity,
                $"{settings.Words.Trim()}: {page.AbsoluteUri}",
                new JsonObject { ["url"] = page.AbsoluteUri }
            )
            : new Boost.Skipped(
                "The workout has no public page: the pipeline needs the target that makes one, and the server a public address."
            );
}

public static class SourceLinkRegistration
{
    public static IServiceCollection AddSourceLink(this IServiceCollection services) =>
        services.AddSingleton<IBooster, SourceLinkBooster>();
}
