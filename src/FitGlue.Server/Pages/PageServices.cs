using FitGlue.Server.Activities;
using FitGlue.Server.Athletes;
using FitGlue.Server.Backfills;
using FitGlue.Server.Connections;
using FitGlue.Server.Diagnostics;
using FitGlue.Server.Home;
using FitGlue.Server.Pipelines;
using FitGlue.Server.Runs;
using FitGlue.Server.Uploads;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace FitGlue.Server.Pages;

internal static class PageServices
{
    /// <summary>What pages and API read and change.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) =>
        services
            .AddSingleton<ActivityQueries>()
            .AddSingleton<AnswerLinks>()
            .AddSingleton<BackfillStore>()
            .AddSingleton<AthleteQueries>()
            .AddSingleton<ConnectionQueries>()
            .AddSingleton<RefusalNotes>()
            .AddSingleton<OdditiesQueries>()
            .AddSingleton<Checks>()
            .AddSingleton<NeedsYouQueries>()
            .AddSingleton<PipelineAdvice>()
            .AddSingleton<PipelineModels>()
            .AddSingleton<PipelineStore>()
            .AddSingleton<PublicPageQueries>()
            .AddSingleton<RunQueries>()
            .AddSingleton<UploadDesk>()
            .AddSingleton<Reposting>();

    /// <summary>A person who asks for a page that fails or is not there gets a page that says so; programs get what they got.</summary>
    public static void UsePageErrors(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/failed/{0}", createScopeForStatusCodePages: true);
        app.UseWhen(
            context => !IsPage(context.Request),
            programs =>
            {
                programs.Use(
                    (context, next) =>
                    {
                        context.Features.GetRequiredFeature<IStatusCodePagesFeature>().Enabled = false;
                        return next(context);
                    }
                );
                programs.UseExceptionHandler();
            }
        );
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapAssets();
        app.MapRazorComponents<App>();
    }

    private static bool IsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api")
        && !request.Path.StartsWithSegments("/webhooks")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
