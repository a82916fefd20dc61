using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Conventions;

/// <summary>How the code reads, as far as a program can tell.</summary>
public sealed partial class CodeTests
{
    private const int LongestFile = 300;

    /// <summary>Longer than that, and why.</summary>
    private static readonly Dictionary<string, string> Long = new()
    {
        ["tests/FitGlue.Tests/Plugins/Targets/FilesTests.cs"] = "one case after another",
        ["tests/FitGlue.Tests/Simulator/CollectionTests.cs"] = "one case after another",
        ["tests/FitGlue.Tests/Simulator/OAuthTests.cs"] = "one case after another",
        ["tests/FitGlue.Tests/Simulator/WebhookTests.cs"] = "one case after another",
    };

    /// <summary>Waits for something real, and what for.</summary>
    private static readonly Dictionary<string, string> Waits = new()
    {
        ["tests/FitGlue.Scenarios/ServerProcess.cs"] = "looks for a condition of a real process until a deadline",
        ["tests/FitGlue.Testing/TestSystem.cs"] = "looks for a condition until a deadline",
        ["tests/FitGlue.Scenarios/Lab/FaultLab.cs"] = "looks until nothing is under way, until a deadline",
        ["tests/FitGlue.Scenarios/Lab/Patience.cs"] = "looks for a condition of a real process until a deadline",
        ["tests/FitGlue.Scenarios/Lab/SoakTests.cs"] = "is a soak: each fault lasts its part of a minute; never part of a test run",
    };

    [Fact]
    public void A_file_is_one_subject() =>
        SourceTree
            .Files("", ".cs")
            .Where(file => !file.IsGenerated && file.Lines.Length > LongestFile)
            .Select(file => file.Path)
            .ShouldBe(Long.Keys, ignoreOrder: true);

    [Fact]
    public void Nothing_is_put_off()
    {
        string[] words = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];

        SourceTree
            .All.Where(file => Path.GetExtension(file.Path) is ".cs" or ".razor" or ".js" or ".mjs" or ".css" or ".md" or "")
            .Where(file => words.Any(word => file.Text.Contains(word, StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    // A wait without end plays a server that never answers.
    [Fact]
    public void Tests_wait_for_no_clock()
    {
        var waits = SourceTree
            .Files("tests/", ".cs")
            .Where(file =>
                !Waits.ContainsKey(file.Path) && !file.Path.StartsWith("tests/FitGlue.Tests/Conventions/", StringComparison.Ordinal)
            )
            .SelectMany(file => file.Lines.Select(line => (file, line)))
            .Where(at => Waiting.IsMatch(at.line) && !at.line.Contains("Timeout.InfiniteTimeSpan", StringComparison.Ordinal));

        waits.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Our.Assemblies), MemberType = typeof(Our))]
    public void An_asynchronous_method_says_so(string assembly) =>
        AsyncMethods(assembly).Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)).Select(Our.Name).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Our.Assemblies), MemberType = typeof(Our))]
    public void A_cancellation_token_comes_last_and_is_never_optional(string assembly) =>
        AsyncMethods(assembly)
            .Where(method => method.GetBaseDefinition() == method)
            .Where(method =>
                method
                    .GetParameters()
                    .Index()
                    .Any(at => IsToken(at.Item) && (at.Index < method.GetParameters().Length - 1 || at.Item.IsOptional))
            )
            .Select(Our.Name)
            .ShouldBeEmpty();

    [Fact]
    public void The_methods_are_really_looked_at() => AsyncMethods("FitGlue.Engine").Count().ShouldBeGreaterThan(50);

    private static bool IsToken(ParameterInfo parameter) => parameter.ParameterType == typeof(CancellationToken);

    private static IEnumerable<MethodInfo> AsyncMethods(string assembly) =>
        Our.TypesOf(assembly).SelectMany(Our.MethodsOf).Where(method => IsTask(method.ReturnType));

    private static bool IsTask(Type type) =>
        type == typeof(Task)
        || type == typeof(ValueTask)
        || (
            type.IsGenericType
            && type.GetGenericTypeDefinition() is { } open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>))
        );

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\(|SpinWait|SpinUntil", RegexOptions.None, 1000)]
    private static partial Regex Waiting { get; }
}

/// <summary>The assemblies of the program, without what compilers and generators wrote into them.</summary>
internal static class Our
{
    public static TheoryData<string> Assemblies =>
        [
            .. SourceTree
                .Projects.Where(project => !project.IsTest)
                .Select(project => project.Name == "FitGlue.Cli" ? "fitglue" : project.Name),
        ];

    public static IEnumerable<Type> TypesOf(string assembly) =>
        Assembly
            .Load(assembly)
            .GetTypes()
            .Where(type =>
                type.Namespace?.StartsWith("FitGlue", StringComparison.Ordinal) == true
                && !IsGenerated(type)
                && !type.Namespace.Contains("Migrations", StringComparison.Ordinal)
            );

    public static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
            )
            .Where(method => !method.IsSpecialName && !method.Name.Contains('<') && !method.Name.Contains('.') && !IsGenerated(method));

    public static string Name(MethodInfo method) => $"{method.DeclaringType}.{method.Name}";

    private static bool IsGenerated(MemberInfo member) =>
        member
            .GetCustomAttributes()
            .Any(attribute => attribute is CompilerGeneratedAttribute or System.CodeDom.Compiler.GeneratedCodeAttribute)
        || (member.DeclaringType is { } outer && IsGenerated(outer));
}
