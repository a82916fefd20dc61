using System.Security.Cryptography;
using System.Text;
using FitGlue.Core.Sources;
using FitGlue.Oura;
using FitGlue.Oura.Authorization;
using FitGlue.Oura.Webhooks;
using FitGlue.Plugins;
using FitGlue.Testing;
using FitGlue.Tests.Oura;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FitGlue.Tests.Plugins.Oura;

/// <summary>The source as the server composes it, over a fake Oura.</summary>
internal static class OuraServer
{
    public const string Secret = "our-secret";

    private const string Timestamp = "1772366400";

    public static IConnectedSource Source(FakeOura? oura = null, params (string Key, string Value)[] settings) =>
        Connected(Over(oura ?? FakeOura.Answering(500, ""), Collection(settings)));

    public static ServiceProvider Services(params (string Key, string Value)[] settings) => Collection(settings).BuildServiceProvider();

    public static IConnectedSource Connected(IServiceCollection services) =>
        services.BuildServiceProvider().GetServices<ISource>().OfType<IConnectedSource>().Single(source => source.Info.Id == "oura");

    public static IServiceCollection Collection(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["Oura:ClientId"] = "our-client", ["Oura:ClientSecret"] = Secret };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSingleton<TimeProvider>(new FakeTimeProvider(FakeOura.Now))
            .AddSingleton<IRequestBudget, UnlimitedBudget>()
            .AddLogging()
            .AddBuiltInPlugins();
    }

    public static WebhookRequest Sign(byte[] body)
    {
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(Timestamp).Concat(body).ToArray());
        return new(
            body,
            new Dictionary<string, IReadOnlyList<string>>
            {
                ["x-oura-signature"] = [Convert.ToHexString(signature)],
                ["X-Oura-Timestamp"] = [Timestamp],
            }
        );
    }

    public static IServiceCollection Over(HttpMessageHandler oura, IServiceCollection services)
    {
        foreach (var client in new[] { nameof(OuraAuthClient), nameof(OuraClient), nameof(OuraSubscriptions) })
        {
            services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => oura);
        }

        return services;
    }
}
