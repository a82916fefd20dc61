using System.ComponentModel.DataAnnotations;
using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using FitGlue.Engine;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FitGlue.Server.Pipelines;

/// <summary>What a person should know of a pipeline before a workout goes through it. None of it keeps the pipeline from being saved.</summary>
public sealed class PipelineAdvice(
    Database database,
    Engine.Registry registry,
    AthleteStore athletes,
    TierGate tiers,
    Preparing preparing,
    IOptions<EngineOptions> options
)
{
    public Task<IReadOnlyList<PipelineWarning>> OfAsync(Pipeline pipeline, CancellationToken cancellationToken) =>
        OfAsync(
            pipeline.UserId,
            pipeline.Source,
            pipeline.Boosters,
            [.. pipeline.Targets.Select(target => target.Type)],
            cancellationToken
        );

    /// <param name="boosters">Saved or not; what cannot be read is left out.</param>
    public async Task<IReadOnlyList<PipelineWarning>> OfAsync(
        Guid userId,
        string source,
        IReadOnlyList<BoosterStep> boosters,
        IReadOnlyList<string> targets,
        CancellationToken cancellationToken
    )
    {
        var lacks = await tiers.LacksAsync(userId, source, boosters.Select(booster => booster.Type), targets, cancellationToken);
        var ofTiers = lacks.Select(lack => new PipelineWarning(PipelineWarningKind.Tier, lack.PlugIn, null, TierLack.TextOf([lack])));
        return registry.Sources.GetValueOrDefault(source) is { } from
            ? [.. ofTiers, .. OfBoosters(boosters, await OutlookAsync(userId, from, targets, cancellationToken))]
            : [.. ofTiers];
    }

    private async Task<Outlook> OutlookAsync(
        Guid userId,
        ISource source,
        IReadOnlyList<string> targets,
        CancellationToken cancellationToken
    )
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var connections = await db
            .Connections.Where(row => row.UserId == userId)
            .Select(row => new
            {
                row.Source,
                row.Scopes,
                row.State,
            })
            .ToListAsync(cancellationToken);
        return new(source.Info)
        {
            Connected = [.. connections.Select(connection => connection.Source)],
            MayGiveHeartRate =
            [
                .. connections
                    .Where(connection =>
                        connection.State is not ConnectionState.Reconnect && MayReadHeartRate(connection.Source, connection.Scopes)
                    )
                    .Select(connection => connection.Source),
            ],
            HasDayRecords = connections.Exists(connection =>
                registry.Sources.GetValueOrDefault(connection.Source) is IDayRecordSource days
                && days.DayRecordScopes.Values.Intersect(connection.Scopes.Split(' ')).Any()
            ),
            Athlete = await athletes.ReadAsync(userId, cancellationToken),
            HasPublicPage =
                options.Value.PublicUrl is not null
                && targets.Any(target => registry.Targets.GetValueOrDefault(target)?.Info.IsPublicPage is true),
        };
    }

    private bool MayReadHeartRate(string source, string granted) =>
        registry.Sources.GetValueOrDefault(source)?.Info.Scopes is { } scopes
        && (scopes.Count == 0 || scopes.Any(scope => scope.Use is ScopeUse.HeartRate && granted.Split(' ').Contains(scope.Scope)));

    private IEnumerable<PipelineWarning> OfBoosters(IReadOnlyList<BoosterStep> steps, Outlook outlook)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var remark in RemarksOf(steps[i], outlook with { Later = [.. steps.Skip(i + 1).SelectMany(Later)] }))
            {
                var kind = remark.CannotWork ? PipelineWarningKind.CannotWork : PipelineWarningKind.Note;
                yield return new(kind, steps[i].Type, i, remark.Text);
            }
        }
    }

    private IEnumerable<LaterStep> Later(BoosterStep step) =>
        registry.Boosters.GetValueOrDefault(step.Type) is { } booster ? [new(booster.Info.Name, preparing.NeedsOf(step))] : [];

    private IEnumerable<Remark> RemarksOf(BoosterStep step, Outlook outlook)
    {
        try
        {
            return registry.Boosters.GetValueOrDefault(step.Type) is { } booster
                ? booster.Remarks(outlook, booster.Settings.Read(step.Settings))
                : [];
        }
        catch (ValidationException)
        {
            // Saving says what is wrong with the settings.
            return [];
        }
    }
}

public enum PipelineWarningKind
{
    /// <summary>It belongs to a higher tier than the person has: runs are blocked.</summary>
    Tier,

    /// <summary>The booster would skip every workout of this pipeline.</summary>
    CannotWork,

    /// <summary>It works, and there is something to know.</summary>
    Note,
}

/// <param name="PlugIn">Registry id of what it is about.</param>
/// <param name="Step">Place of the booster in the pipeline, from 0; null: not of one step.</param>
public sealed record PipelineWarning(PipelineWarningKind Kind, string PlugIn, int? Step, string Message);
