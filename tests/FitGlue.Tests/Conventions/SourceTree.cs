using System.Xml.Linq;
using FitGlue.Testing;

namespace FitGlue.Tests.Conventions;

/// <summary>The repository as text: what the conventions are checked on.</summary>
internal static class SourceTree
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", ".build", "data", "TestResults"];

    public static IReadOnlyList<SourceFile> All { get; } = [.. Below(Repository.Root).Order(StringComparer.Ordinal).Select(SourceFile.Of)];

    /// <summary>Files whose path begins with <paramref name="folder"/> and ends with one of the endings.</summary>
    public static IEnumerable<SourceFile> Files(string folder, params string[] endings) =>
        All.Where(file =>
            file.Path.StartsWith(folder, StringComparison.Ordinal)
            && endings.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal))
        );

    public static SourceFile File(string path) =>
        All.FirstOrDefault(file => file.Path == path) ?? throw new FileNotFoundException($"The repository has no {path}.");

    public static IReadOnlyList<ProjectFile> Projects { get; } = [.. Files("", ".csproj").Select(file => new ProjectFile(file))];

    public static ProjectFile Project(string name) => Projects.Single(project => project.Name == name);

    private static IEnumerable<string> Below(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(below => !NotOurs.Contains(Path.GetFileName(below))).SelectMany(Below));
}

/// <param name="Path">From the root, with forward slashes.</param>
internal sealed record SourceFile(string Path, string FullPath)
{
    public string Text => File.ReadAllText(FullPath);

    public string[] Lines => File.ReadAllLines(FullPath);

    public bool IsGenerated => Path.Contains("/Migrations/", StringComparison.Ordinal);

    public static SourceFile Of(string fullPath) =>
        new(System.IO.Path.GetRelativePath(Repository.Root, fullPath).Replace('\\', '/'), fullPath);

    public override string ToString() => Path;
}

internal sealed class ProjectFile(SourceFile file)
{
    private readonly XDocument _xml = XDocument.Parse(file.Text);

    public string Name { get; } = Path.GetFileNameWithoutExtension(file.Path);

    /// <summary>Built to try the program, and never shipped.</summary>
    public bool IsTest { get; } =
        file.Path.StartsWith("tests/", StringComparison.Ordinal) || file.Path.StartsWith("benchmarks/", StringComparison.Ordinal);

    public string Folder { get; } = Path.GetDirectoryName(file.Path)!.Replace('\\', '/');

    public IEnumerable<XElement> PackageReferences => _xml.Descendants("PackageReference");

    public IEnumerable<string> Packages => PackageReferences.Select(reference => reference.Attribute("Include")!.Value);

    public IEnumerable<string> Projects =>
        _xml.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    public IEnumerable<string> Frameworks =>
        _xml.Descendants("FrameworkReference").Select(reference => reference.Attribute("Include")!.Value);

    public string Sdk => _xml.Root!.Attribute("Sdk")!.Value;

    /// <summary>Everything that its restore resolved, through others too.</summary>
    public string Lock => SourceTree.File($"{Folder}/packages.lock.json").Text;

    public override string ToString() => Name;
}
