using FitGlue.Server.Activities;
using FitGlue.Server.Connections;
using FitGlue.Server.Pipelines;
using FitGlue.Server.Runs;

namespace FitGlue.Server.Pages;

internal static class PageServices
{
    /// <summary>What pages and API read and change.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) =>
        services
            .AddSingleton<ActivityQueries>()
            .AddSingleton<ConnectionQueries>()
            .AddSingleton<PipelineStore>()
            .AddSingleton<RunQueries>()
            .AddSingleton<Reposting>();

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>();
    }
}
