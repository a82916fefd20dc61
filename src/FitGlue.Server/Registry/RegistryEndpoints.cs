using System.Security.Claims;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Settings;
using FitGlue.Engine.Tiers;
using FitGlue.Server.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Registry;

internal static class RegistryEndpoints
{
    public static void MapRegistry(this IEndpointRouteBuilder routes) => routes.MapGet("/registry", ReadAsync).WithTags("Registry");

    private static async Task<Ok<RegistryModel>> ReadAsync(
        Engine.Registry registry,
        TierGate gate,
        TierStore tiers,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            new RegistryModel(
                [
                    .. registry.Sources.Values.Select(source => new SourceModel(
                        source.Info.Id,
                        source.Info.Name,
                        source.Info.Tier,
                        source.Info.Summary
                    )),
                ],
                [
                    .. registry.Boosters.Values.Select(booster =>
                        PlugIn(booster.Info.Id, booster.Info.Name, booster.Info.Tier, booster.Info.Summary, booster.Settings)
                    ),
                ],
                [
                    .. registry.Targets.Values.Select(target =>
                        PlugIn(target.Info.Id, target.Info.Name, target.Info.Tier, target.Info.Summary, target.Settings)
                    ),
                ],
                new(gate.IsEnabled, await tiers.OfAsync(user.UserId(), cancellationToken))
            )
        );

    private static PlugInModel PlugIn(string id, string name, Tier tier, string summary, SettingsShape settings) =>
        new(id, name, tier, summary, settings.Schema(), settings.Fields);
}

/// <summary>The plug-ins of this server.</summary>
public sealed record RegistryModel(
    IReadOnlyList<SourceModel> Sources,
    IReadOnlyList<PlugInModel> Boosters,
    IReadOnlyList<PlugInModel> Targets,
    TiersModel Tiers
);

/// <param name="Enabled">False: everybody may use everything.</param>
/// <param name="Yours">The tier of who asks.</param>
public sealed record TiersModel(bool Enabled, Tier Yours);

public sealed record SourceModel(string Id, string Name, Tier Tier, string Summary);

/// <param name="SettingsSchema">JSON schema of its settings.</param>
/// <param name="Fields">The same as a form.</param>
public sealed record PlugInModel(
    string Id,
    string Name,
    Tier Tier,
    string Summary,
    JsonNode SettingsSchema,
    IReadOnlyList<SettingField> Fields
);
