using FitGlue.Plugins.Sources.Oura;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins;

/// <summary>Every plug-in that comes with FitGlue, one line each.</summary>
public static class BuiltIn
{
    public static IServiceCollection AddBuiltInPlugins(this IServiceCollection services) => services.AddOura();
}
