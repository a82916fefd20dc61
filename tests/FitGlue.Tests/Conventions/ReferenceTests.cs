using System.Reflection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Conventions;

/// <summary>Who may know whom.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FitGlue.Core"] = [],
        ["FitGlue.Oura"] = [],
        ["FitGlue.Simulator"] = [],
        ["FitGlue.Formats"] = ["FitGlue.Core"],
        ["FitGlue.Plugins"] = ["FitGlue.Core", "FitGlue.Formats", "FitGlue.Oura"],
        ["FitGlue.Engine"] = ["FitGlue.Core"],
        ["FitGlue.Server"] = ["FitGlue.Core", "FitGlue.Formats", "FitGlue.Plugins", "FitGlue.Engine"],
        ["FitGlue.Cli"] = ["FitGlue.Server", "FitGlue.Simulator"],
    };

    public static TheoryData<string> Shipped => [.. SourceTree.Projects.Where(project => !project.IsTest).Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_project_references_what_the_architecture_allows(string project) =>
        SourceTree.Project(project).Projects.ShouldBeSubsetOf(Allowed[project]);

    // What a project references it also gets through others; what its code uses is in the assembly.
    [Theory]
    [MemberData(nameof(Shipped))]
    public void Its_code_uses_no_other(string project)
    {
        var assembly = Assembly.Load(project == "FitGlue.Cli" ? "fitglue" : project);
        var used = assembly
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("FitGlue.", StringComparison.Ordinal));

        // The program composes: it may use whatever the server brings.
        used.ShouldBeSubsetOf(project == "FitGlue.Cli" ? Allowed.Keys : Allowed[project]);
    }

    [Theory]
    [InlineData("FitGlue.Core")]
    [InlineData("FitGlue.Formats")]
    [InlineData("FitGlue.Oura")]
    public void The_inner_libraries_need_no_package(string project) =>
        SourceTree.Project(project).Packages.Concat(SourceTree.Project(project).Frameworks).ShouldBeEmpty();

    [Theory]
    [InlineData("FitGlue.Core")]
    [InlineData("FitGlue.Formats")]
    [InlineData("FitGlue.Oura")]
    [InlineData("FitGlue.Plugins")]
    public void Plug_ins_and_what_they_stand_on_know_neither_database_nor_web_nor_engine(string project)
    {
        var subject = SourceTree.Project(project);

        subject.Sdk.ShouldBe("Microsoft.NET.Sdk");
        subject.Frameworks.ShouldBeEmpty();
        foreach (var foreign in new[] { "EntityFrameworkCore", "Microsoft.AspNetCore", "Orleans", "Microsoft.Data.Sqlite" })
        {
            subject.Lock.ShouldNotContain(foreign);
        }
    }

    [Fact]
    public void The_engine_does_not_know_the_plug_ins() => SourceTree.Project("FitGlue.Engine").Lock.ShouldNotContain("fitglue.plugins");

    [Fact]
    public void The_simulator_shares_no_code_with_the_client() =>
        Assembly
            .Load("FitGlue.Simulator")
            .GetReferencedAssemblies()
            .ShouldNotContain(reference => reference.Name!.StartsWith("FitGlue.", StringComparison.Ordinal));
}
