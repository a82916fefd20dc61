using FitGlue.Core.Sources;
using FitGlue.Oura;
using FitGlue.Oura.Authorization;
using FitGlue.Oura.Webhooks;
using FitGlue.Plugins;
using FitGlue.Tests.Oura;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FitGlue.Tests.Plugins.Oura;

/// <summary>The source as the server composes it, over a fake Oura.</summary>
internal static class OuraServer
{
    public const string Secret = "our-secret";

    public static IConnectedSource Source(FakeOura? oura = null, params (string Key, string Value)[] settings) =>
        Services(oura ?? FakeOura.Answering(500, ""), settings)
            .GetServices<ISource>()
            .OfType<IConnectedSource>()
            .Single(source => source.Info.Id == "oura");

    public static ServiceProvider Services(FakeOura oura, params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["Oura:ClientId"] = "our-client", ["Oura:ClientSecret"] = Secret };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(FakeOura.Now));
        services.AddLogging();
        services.AddBuiltInPlugins();
        foreach (var client in new[] { nameof(OuraAuthClient), nameof(OuraClient), nameof(OuraSubscriptions) })
        {
            services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => oura);
        }

        return services.BuildServiceProvider();
    }
}
