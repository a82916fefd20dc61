using Xunit;

namespace FitGlue.Testing;

/// <summary>Recorded answers and reference cases that are not part of this repository; tests that need them are skipped without them.</summary>
public static class SharedData
{
    private static readonly string? Root = Locate();

    public static bool IsPresent => Root is not null;

    /// <summary>Path of a file below the shared data folder; skips the running test where the folder is absent.</summary>
    public static string Path(string relative)
    {
        Assert.SkipUnless(Root is not null, $"The shared data folder is absent ({relative}).");
        return System.IO.Path.Combine(Root!, relative);
    }

    public static string Text(string relative) => File.ReadAllText(Path(relative));

    private static string? Locate()
    {
        var named = Environment.GetEnvironmentVariable("FITGLUE_SHARED");
        string?[] candidates = [named, System.IO.Path.Combine(Repository.Root, "..", "shared")];
        return candidates.FirstOrDefault(c => c is not null && Directory.Exists(System.IO.Path.Combine(c, "data"))) is { } root
            ? System.IO.Path.GetFullPath(System.IO.Path.Combine(root, "data"))
            : null;
    }
}

/// <summary>Where the repository lies, found from the test's own folder upwards.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "FitGlue.slnx"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName ?? throw new InvalidOperationException("The tests run outside the repository."));
}
