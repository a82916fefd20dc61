using System.Reflection;
using System.Text.RegularExpressions;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Conventions;

/// <summary>A plug-in is one folder, one line, one test class and one page; and nobody else knows its name.</summary>
public sealed class PluginTests
{
    private static readonly string[] Kinds = ["Sources", "Boosters", "Targets"];

    /// <summary>What a conformance test calls the plug-in that it is about.</summary>
    private static readonly string[] Subjects = ["Source", "Booster", "Target"];

    // Ordinary words too: looked for as a quoted string alone.
    private static readonly string[] OrdinaryWords = ["files", "upload"];

    [Fact]
    public void Engine_and_server_name_no_plug_in()
    {
        var names =
            from file in SourceTree
                .Files("src/FitGlue.Engine/", ".cs", ".razor", ".csproj")
                .Concat(SourceTree.Files("src/FitGlue.Server/", ".cs", ".razor", ".csproj", ".js"))
            from id in BuiltInPlugins.Ids
            from line in file.Lines
            where Names(id).IsMatch(line)
            select $"{file}: {line.Trim()}";

        names.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_but_plug_ins_knows_what_is_inside_one() =>
        SourceTree
            .Files("src/", ".cs", ".razor")
            .Where(file => !file.Path.StartsWith("src/FitGlue.Plugins/", StringComparison.Ordinal))
            .Where(file => Regex.IsMatch(file.Text, @"\bFitGlue\.Plugins\.\w", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .ShouldBeEmpty();

    [Fact]
    public void Each_folder_is_one_plug_in_and_each_plug_in_one_folder()
    {
        var folders = Kinds.SelectMany(kind =>
            SourceTree.Files($"src/FitGlue.Plugins/{kind}/", ".cs").Select(file => Path.GetDirectoryName(file.Path)!.Replace('\\', '/'))
        );

        BuiltInPlugins.All.Select(plugin => plugin.Folder).ShouldBe(folders.Distinct(), ignoreOrder: true);
        BuiltInPlugins.All.ShouldAllBe(plugin => plugin.Folder.Contains($"/{plugin.Kind}/"));
    }

    [Fact]
    public void Each_is_registered_in_one_line()
    {
        var lines = SourceTree.File("src/FitGlue.Plugins/BuiltIn.cs").Lines.Select(line => line.Trim().TrimEnd(';')).ToList();

        foreach (var plugin in BuiltInPlugins.All)
        {
            var registration = $".Add{Path.GetFileName(plugin.Folder)}()";
            lines.Count(line => line == registration).ShouldBe(1, $"{plugin}: lines {registration}");
        }

        lines.Count(line => line.StartsWith(".Add", StringComparison.Ordinal)).ShouldBe(BuiltInPlugins.All.Count);
    }

    [Fact]
    public void No_two_have_the_same_id() => BuiltInPlugins.Ids.ShouldBeUnique();

    [Fact]
    public void Each_has_a_docs_page_that_the_index_links_and_an_icon()
    {
        var readme = SourceTree.File("README.md").Text;
        foreach (var plugin in BuiltInPlugins.All)
        {
            SourceTree.File($"docs/plugins/{plugin.Id}.md").Text.ShouldContain($"`{plugin.Id}`");
            SourceTree.File($"{plugin.Folder}/icon.svg").Text.ShouldStartWith("<svg");
            readme.ShouldContain($"docs/plugins/{plugin.Id}.md");
        }
    }

    [Fact]
    public void Each_is_held_to_what_its_kind_must_do()
    {
        var tested = ConformanceTests().Select(PluginOf).ToList();

        foreach (var plugin in BuiltInPlugins.All)
        {
            tested.ShouldContain(plugin.Instance.GetType(), $"{plugin} has no class that inherits {plugin.Kind}' conformance tests.");
        }
    }

    private static IEnumerable<Type> ConformanceTests() =>
        typeof(PluginTests)
            .Assembly.GetTypes()
            .Where(type =>
                !type.IsAbstract
                && (
                    type.IsSubclassOf(typeof(SourceConformance))
                    || type.IsSubclassOf(typeof(BoosterConformance))
                    || type.IsSubclassOf(typeof(TargetConformance))
                )
            );

    /// <summary>The class of the plug-in that a conformance test is about.</summary>
    private static Type PluginOf(Type test)
    {
        var instance = Activator.CreateInstance(test)!;
        try
        {
            var plugin = Subjects
                .Select(name => test.GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
                .OfType<PropertyInfo>()
                .Single();
            return plugin.GetValue(instance)!.GetType();
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    // In markup an attribute may hold the same word ("files" as the id of a heading), hence no equals sign before it.
    private static Regex Names(string id) =>
        new(
            OrdinaryWords.Contains(id) ? $"(?<!=)\"{Regex.Escape(id)}\"" : $@"\b{Regex.Escape(id)}\b",
            RegexOptions.IgnoreCase,
            TimeSpan.FromSeconds(1)
        );
}
