using System.Collections.Frozen;
using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using FitGlue.Core.Targets;

namespace FitGlue.Engine;

/// <summary>The plug-ins of this server by their ids; the engine knows none of them by name.</summary>
public sealed class Registry(IEnumerable<ISource> sources, IEnumerable<IBooster> boosters, IEnumerable<ITarget> targets)
{
    public FrozenDictionary<string, ISource> Sources { get; } = sources.ToFrozenDictionary(source => source.Info.Id);

    public FrozenDictionary<string, IBooster> Boosters { get; } = boosters.ToFrozenDictionary(booster => booster.Info.Id);

    public FrozenDictionary<string, ITarget> Targets { get; } = targets.ToFrozenDictionary(target => target.Info.Id);

    /// <summary>A source that is connected by OAuth; null where there is none of that id.</summary>
    public IConnectedSource? Connected(string id) => Sources.GetValueOrDefault(id) as IConnectedSource;

    /// <summary>The source of files that people bring; null where there is none.</summary>
    public IFileSource? Files => Sources.Values.OfType<IFileSource>().SingleOrDefault();

    /// <summary>A source that has sessions beside workouts; null where there is none of that id.</summary>
    public ISessionSource? Sessions(string id) => Sources.GetValueOrDefault(id) as ISessionSource;

    public INotifyingSource? Notifying(string id) => Sources.GetValueOrDefault(id) as INotifyingSource;
}
