using FitGlue.Core.Sources;
using FitGlue.Oura;
using FitGlue.Oura.Authorization;
using FitGlue.Oura.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FitGlue.Plugins.Sources.Oura;

public static class OuraRegistration
{
    private static readonly TimeSpan TokenTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DataTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Adds the source Oura, configured by the section <c>Oura</c>. Needs an <see cref="IRequestBudget"/>.</summary>
    public static IServiceCollection AddOura(this IServiceCollection services)
    {
        services
            .AddOptions<OuraOptions>()
            .Configure<IConfiguration>(
                (options, configuration) => OuraConfiguration.Bind(configuration.GetSection(OuraOptions.Section), options)
            )
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OuraOptions>, OuraOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OuraClock>();

        services.AddOuraClient(
            TokenTimeout,
            (http, options, time) => new OuraAuthClient(http, options.Endpoints, options.Application, time)
        );
        services.AddOuraClient(DataTimeout, (http, options, time) => new OuraClient(http, options.Endpoints.ApiBaseUrl, time));
        services.AddOuraClient(
            DataTimeout,
            (http, options, time) => new OuraSubscriptions(http, options.Endpoints.ApiBaseUrl, options.Application, time)
        );
        services.AddSingleton(provider => new OuraUpkeep(
            provider.GetRequiredService<OuraSubscriptions>(),
            OuraWebhook.VerificationToken(provider.GetRequiredService<IOptions<OuraOptions>>().Value.Application.Secret),
            provider.GetRequiredService<TimeProvider>()
        ));
        return services.AddSingleton<ISource, OuraSource>();
    }

    // No loggers: the legacy portal takes the token to revoke in the address. No handler rotation: the source keeps its clients for the
    // life of the process, and the handler renews its connections itself.
    private static void AddOuraClient<TClient>(
        this IServiceCollection services,
        TimeSpan timeout,
        Func<HttpClient, OuraOptions, TimeProvider, TClient> create
    )
        where TClient : class =>
        services
            .AddHttpClient(typeof(TClient).Name, http => http.Timeout = timeout)
            .ConfigurePrimaryHttpMessageHandler(OuraHttp.CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .AddHttpMessageHandler(provider => new OuraWire(
                provider.GetRequiredService<IRequestBudget>(),
                provider.GetRequiredService<IOptions<OuraOptions>>().Value.Limit,
                provider.GetRequiredService<OuraClock>()
            ))
            .AddTypedClient(
                (http, provider) =>
                    create(http, provider.GetRequiredService<IOptions<OuraOptions>>().Value, provider.GetRequiredService<TimeProvider>())
            );
}
