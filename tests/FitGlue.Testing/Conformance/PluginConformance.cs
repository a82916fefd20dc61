using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FitGlue.Core.Settings;
using Shouldly;
using Xunit;

namespace FitGlue.Testing.Conformance;

/// <summary>What every plug-in says of itself, in code, docs and picture.</summary>
public abstract partial class PluginConformance
{
    private protected abstract object Plugin { get; }

    private protected abstract (string Id, string Name, string Summary) About { get; }

    private protected abstract SettingsShape Shape { get; }

    private protected string DocsPage => File.ReadAllText(Path.Combine(Repository.Root, "docs", "plugins", $"{About.Id}.md"));

    [Fact]
    public void Says_who_it_is()
    {
        Kebab.IsMatch(About.Id).ShouldBeTrue($"'{About.Id}' is not lower case with hyphens.");
        About.Name.ShouldNotBeNullOrWhiteSpace();
        About.Summary.ShouldEndWith(".");
        About.Summary.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void Has_a_docs_page_and_an_icon()
    {
        DocsPage.ShouldContain(About.Name);
        var folder = Plugin.GetType().Namespace!["FitGlue.Plugins.".Length..].Replace('.', Path.DirectorySeparatorChar);
        File.ReadAllText(Path.Combine(Repository.Root, "src", "FitGlue.Plugins", folder, "icon.svg")).ShouldStartWith("<svg");
    }

    [Fact]
    public void Explains_each_setting()
    {
        foreach (var field in Shape.Fields)
        {
            field.Help.ShouldNotBeNullOrWhiteSpace($"'{field.Name}' is not explained.");
            field.Label.ShouldNotBeNullOrWhiteSpace();
            field.Choices.Count.ShouldBe(field.Kind is SettingKind.Choice ? field.Choices.Count : 0);
        }

        (Shape.Schema()["properties"]?.AsObject().Select(p => p.Key) ?? []).ShouldBe(Shape.Fields.Select(f => f.Name));
    }

    [Fact]
    public void Works_with_its_defaults() => Shape.Read(null).ShouldBeOfType(Shape.Type);

    [Fact]
    public void Refuses_a_setting_that_it_does_not_have() =>
        Should.Throw<ValidationException>(() => Shape.Read(new JsonObject { ["noSuchSetting"] = 1 }));

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kebab { get; }
}
