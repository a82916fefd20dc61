using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Conventions;

/// <summary>What we stand on: exact, locked, listed with its reason, and nothing of the tests in what is shipped.</summary>
public sealed partial class PackageTests
{
    private static readonly IReadOnlyList<(string Id, string Version)> Central =
    [
        .. XDocument
            .Parse(SourceTree.File("Directory.Packages.props").Text)
            .Descendants("PackageVersion")
            .Select(version => (version.Attribute("Include")!.Value, version.Attribute("Version")!.Value)),
    ];

    [Fact]
    public void Versions_are_exact()
    {
        Central.ShouldAllBe(package => Exact.IsMatch(package.Version));
        SourceTree
            .Projects.SelectMany(project => project.PackageReferences)
            .ShouldAllBe(reference => reference.Attribute("Version") == null && reference.Attribute("VersionOverride") == null);
        OracleVersions().Concat(ToolVersions()).ShouldAllBe(version => Exact.IsMatch(version));
    }

    [Fact]
    public void Every_project_is_locked()
    {
        SourceTree.Projects.ShouldAllBe(project => project.Lock.Length > 0);
        SourceTree.File("tests/oracles/package-lock.json").Text.ShouldContain("integrity");
        SourceTree.File("benchmarks/acknowledgement/fastify/package-lock.json").Text.ShouldContain("integrity");
    }

    [Fact]
    public void Every_version_is_used()
    {
        var locked = string.Concat(SourceTree.Projects.Select(project => project.Lock));

        Central.Where(package => !locked.Contains($"\"{package.Id}\": {{", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_package_is_listed_with_its_license_and_its_reason()
    {
        var rows = SourceTree
            .File("docs/decisions/dependencies.md")
            .Lines.Select(line => Row.Match(line))
            .Where(match => match.Success)
            .Select(match => (Id: match.Groups["id"].Value, Version: match.Groups["version"].Value, Reason: match.Groups["rest"].Value))
            .ToList();
        var npm = Dependencies("tests/oracles/package.json", "devDependencies").Concat(BenchmarkDependencies());
        var tools = Tools().Select(tool => (tool.Name, tool.Value.GetProperty("version").GetString()!));

        rows.Select(row => (row.Id, row.Version)).ShouldBe([.. Central, .. npm, .. tools], ignoreOrder: true);
        rows.ShouldAllBe(row => row.Reason.Split('|', StringSplitOptions.TrimEntries).Count(cell => cell.Length > 0) == 2);
    }

    [Fact]
    public void What_is_shipped_holds_nothing_of_the_tests()
    {
        var shipped = SourceTree.Projects.Where(project => !project.IsTest).SelectMany(project => project.Packages).ToHashSet();
        var ofTests = SourceTree.Projects.Where(project => project.IsTest).SelectMany(project => project.Packages).Except(shipped);
        var program = SourceTree.Project("FitGlue.Cli").Lock;

        ofTests.ShouldContain("Shouldly");
        ofTests.Where(package => program.Contains($"\"{package}\"", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    // Its license allows to use it, not to pass it on.
    [Fact]
    public void The_SDK_of_the_FIT_format_is_a_reader_in_tests_alone()
    {
        var name = string.Concat("@garmin/", "fitsdk");

        SourceTree
            .Files("src/", "")
            .Concat(SourceTree.Files("tests/", ""))
            .Where(file => !file.Path.StartsWith("tests/oracles/", StringComparison.Ordinal))
            .Where(file => file.Text.Contains(name, StringComparison.OrdinalIgnoreCase))
            .ShouldBeEmpty();
    }

    private static IEnumerable<(string Id, string Version)> BenchmarkDependencies() =>
        Dependencies("benchmarks/acknowledgement/fastify/package.json", "dependencies");

    private static IEnumerable<string> OracleVersions() =>
        Dependencies("tests/oracles/package.json", "devDependencies").Select(package => package.Version);

    private static IEnumerable<string> ToolVersions() => Tools().Select(tool => tool.Value.GetProperty("version").GetString()!);

    private static IEnumerable<(string Id, string Version)> Dependencies(string path, string section)
    {
        using var json = JsonDocument.Parse(SourceTree.File(path).Text);
        return [.. json.RootElement.GetProperty(section).EnumerateObject().Select(entry => (entry.Name, entry.Value.GetString()!))];
    }

    private static IEnumerable<JsonProperty> Tools() =>
        JsonDocument.Parse(SourceTree.File(".config/dotnet-tools.json").Text).RootElement.GetProperty("tools").EnumerateObject();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[\w.]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exact { get; }

    [GeneratedRegex(@"^\| `(?<id>[^`]+)` \| (?<version>\d[^|]*?) \|(?<rest>.+)\|$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row { get; }
}
