using FitGlue.Core.Targets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Targets.Files;

public static class FilesRegistration
{
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services
            .AddOptions<FilesOptions>()
            .BindConfiguration(FilesOptions.Section)
            .PostConfigure<IConfiguration>(UseDataDirectory)
            .Validate(options => options.Folder.IndexOfAny(Path.GetInvalidPathChars()) < 0, "Targets:Files:Folder is not a path.")
            .ValidateOnStart();
        return services.AddSingleton<ITarget, FilesTarget>();
    }

    private static void UseDataDirectory(FilesOptions options, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            options.Folder = Path.Combine(configuration["FitGlue:DataDirectory"] ?? "./data", "files");
            options.IsDefault = true;
        }
    }
}
