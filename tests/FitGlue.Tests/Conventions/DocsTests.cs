using System.Text.RegularExpressions;
using FitGlue.Cli.Commands;
using FitGlue.Engine;
using FitGlue.Engine.Tiers;
using FitGlue.Plugins;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Conventions;

/// <summary>The documentation says only what is there.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Pages => [.. SourceTree.Files("", ".md").Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var file = SourceTree.File(page);
        var folder = Path.GetDirectoryName(file.FullPath)!;
        foreach (var link in Links.Matches(WithoutCode(file.Text)).Select(match => match.Groups["to"].Value))
        {
            if (link.Contains("://", StringComparison.Ordinal))
            {
                Uri.TryCreate(link, UriKind.Absolute, out _).ShouldBeTrue(link);
                continue;
            }

            var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
            var target = path.Length == 0 ? file.FullPath : Path.GetFullPath(Path.Combine(folder, path));
            (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{page} links {link}, which does not exist.");
            if (anchor is not null)
            {
                Anchors(File.ReadAllText(target)).ShouldContain(anchor, $"{page} links {link}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_are_those_of_the_program(string page)
    {
        foreach (
            var command in Code(SourceTree.File(page).Text)
                .SelectMany(code => Commands.Matches(code))
                .Select(match => match.Groups["of"].Value)
        )
        {
            ProgramCommands.Create().Parse(command.Trim()).Errors.ShouldBeEmpty($"{page} names: fitglue {command}");
        }
    }

    [Fact]
    public void Readme_names_every_command()
    {
        var readme = SourceTree.File("README.md").Text;

        ProgramCommands.Create().Subcommands.ShouldAllBe(command => readme.Contains($"./fitglue {command.Name}"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Settings_are_those_that_the_code_reads(string page)
    {
        var known = Settings().ToHashSet(StringComparer.Ordinal);
        var named = Keys.Matches(SourceTree.File(page).Text).Select(match => ListIndex.Replace(match.Value.Replace(":", "__"), ""));

        named.Where(key => !known.Contains(key) && !known.Contains(FileOf(key))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_setting_is_described()
    {
        var text = string.Concat(SourceTree.Files("", ".md").Select(file => file.Text));

        Settings().Where(key => !text.Contains($"`{key}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_are_the_code_that_is_compiled(string page)
    {
        foreach (Match example in Examples.Matches(SourceTree.File(page).Text))
        {
            var (path, region) = (example.Groups["path"].Value, example.Groups["region"].Value);
            example.Groups["code"].Value.Trim().ShouldBe(Region(SourceTree.File(path).Lines, region), $"{page}: {path}, {region}");
        }
    }

    [Fact]
    public void The_guide_for_plug_ins_has_such_examples() =>
        Examples.Count(SourceTree.File("docs/add-a-plugin.md").Text).ShouldBeGreaterThanOrEqualTo(2);

    /// <summary>What the configuration binds, as environment variables.</summary>
    private static IEnumerable<string> Settings() =>
        typeof(BuiltIn)
            .Assembly.GetTypes()
            .Concat([typeof(EngineOptions), typeof(TierOptions)])
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
            .SelectMany(type =>
                type.GetProperties()
                    .Where(property => property.SetMethod is { IsPublic: true })
                    .Select(property => $"{((string)type.GetField("Section")!.GetRawConstantValue()!).Replace(":", "__")}__{property.Name}")
            );

    // A secret may lie in a file.
    private static string FileOf(string key) => key.EndsWith("__File", StringComparison.Ordinal) ? key[..^"__File".Length] : key;

    private static IEnumerable<string> Code(string markdown) =>
        Fences.Matches(markdown).Concat(Spans.Matches(Fences.Replace(markdown, ""))).Select(match => match.Groups["code"].Value);

    private static string WithoutCode(string markdown) => Spans.Replace(Fences.Replace(markdown, ""), "");

    private static IEnumerable<string> Anchors(string markdown) =>
        Fences
            .Replace(markdown, "")
            .Split('\n')
            .Where(line => line.StartsWith('#'))
            .Select(line => NoAnchor.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string Region(string[] lines, string name)
    {
        var start = Array.FindIndex(lines, line => line.Trim() == $"#region {name}");
        start.ShouldBeGreaterThanOrEqualTo(0, $"There is no region {name}.");
        var region = lines.Skip(start + 1).TakeWhile(line => line.Trim() != "#endregion").ToList();
        var indent = region.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', region.Select(line => line.Length > indent ? line[indent..] : line)).Trim();
    }

    [GeneratedRegex(@"\[[^\]\n]*\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links { get; }

    [GeneratedRegex(@"(?<![\w/-])(\./)?fitglue (?<of>[a-z][^|`\n)#&;>\\]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Commands { get; }

    [GeneratedRegex(@"\b(FitGlue|Oura|Targets)(__|:)\w+((__|:)\w+)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keys { get; }

    [GeneratedRegex("__[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex ListIndex { get; }

    [GeneratedRegex(
        @"<!-- compiled: (?<path>\S+) (?<region>\S+) -->\s*```csharp\n(?<code>.*?)\n```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Examples { get; }

    [GeneratedRegex(@"^```[^\n]*\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fences { get; }

    [GeneratedRegex("`(?<code>[^`\n]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Spans { get; }

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex NoAnchor { get; }
}
