using System.Runtime.CompilerServices;
using Shouldly;

namespace FitGlue.Testing;

/// <summary>Compares with a file beside the test. <c>FITGLUE_UPDATE_GOLDEN=1</c> writes it anew.</summary>
public static class Golden
{
    public static void Matches(string actual, string file, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, "Golden", file);
        if (Environment.GetEnvironmentVariable("FITGLUE_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        File.Exists(path).ShouldBeTrue($"There is no golden file {path}.");
        actual.ShouldBe(File.ReadAllText(path), $"Differs from {file}.");
    }
}
