using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using FitGlue.Core.Targets;
using FitGlue.Plugins;
using FitGlue.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Tests.Conventions;

/// <summary>The plug-ins as the server registers them.</summary>
internal static class BuiltInPlugins
{
    public static IReadOnlyList<RegisteredPlugin> All { get; } = Read();

    public static IEnumerable<string> Ids => All.Select(plugin => plugin.Id);

    private static IReadOnlyList<RegisteredPlugin> Read()
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<IPublicPages, NoPages>()
            .AddSingleton<IRequestBudget, UnlimitedBudget>()
            .AddBuiltInPlugins()
            .BuildServiceProvider();
        return
        [
            .. services.GetServices<ISource>().Select(source => new RegisteredPlugin(source.Info.Id, "Sources", source)),
            .. services.GetServices<IBooster>().Select(booster => new RegisteredPlugin(booster.Info.Id, "Boosters", booster)),
            .. services.GetServices<ITarget>().Select(target => new RegisteredPlugin(target.Info.Id, "Targets", target)),
        ];
    }

    private sealed class NoPages : IPublicPages
    {
        public Task<Receipt> PublishAsync(Shipment shipment, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

/// <param name="Kind">Sources, Boosters or Targets.</param>
internal sealed record RegisteredPlugin(string Id, string Kind, object Instance)
{
    /// <summary>The folder that its class lies in, by its namespace.</summary>
    public string Folder =>
        $"src/{Instance.GetType().Namespace!.Replace('.', '/').Replace("FitGlue/", "FitGlue.", StringComparison.Ordinal)}";

    public override string ToString() => Id;
}
