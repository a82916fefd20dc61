using FitGlue.Core.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Sources.Upload;

public static class UploadRegistration
{
    /// <summary>Adds the source of files that people upload.</summary>
    public static IServiceCollection AddUpload(this IServiceCollection services) => services.AddSingleton<ISource, UploadSource>();
}
