using System.Reflection;
using System.Text.RegularExpressions;
using FitGlue.Core;
using FitGlue.Engine;
using FitGlue.Oura.Authorization;
using Microsoft.EntityFrameworkCore;
using Orleans;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Conventions;

/// <summary>What would go wrong silently.</summary>
public sealed partial class SafetyTests
{
    private const string Treasure = "s3cr3t-t0ken";

    // A grain lives on between its turns; a context must not.
    [Fact]
    public void No_grain_keeps_a_database_context()
    {
        var grains = typeof(EngineOptions).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Grain))).ToList();

        grains.Count.ShouldBeGreaterThanOrEqualTo(4);
        grains
            .SelectMany(grain => grain.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .SelectMany(constructor => constructor.GetParameters())
            .ShouldNotContain(parameter => parameter.ParameterType.IsAssignableTo(typeof(DbContext)));
    }

    // They are singletons that grains hold.
    [Fact]
    public void No_step_keeps_a_database_context() =>
        Our.TypesOf("FitGlue.Engine")
            .Where(type => !type.IsSubclassOf(typeof(DbContext)))
            .SelectMany(type => type.GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance))
            .Where(field => field.FieldType.IsAssignableTo(typeof(DbContext)))
            .Select(field => $"{field.DeclaringType}.{field.Name}")
            .ShouldBeEmpty();

    [Theory]
    [InlineData("P:System.DateTime.Now")]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTime.Today")]
    [InlineData("P:System.DateTimeOffset.Now")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("M:System.Threading.Thread.Sleep(System.Int32)")]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.Int32)")]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.TimeSpan,System.Threading.CancellationToken)")]
    public void The_wall_clock_is_banned(string symbol) =>
        SourceTree.File("BannedSymbols.txt").Lines.ShouldContain(line => line.StartsWith($"{symbol};", StringComparison.Ordinal));

    [Fact]
    public void What_is_banned_exists_and_the_ban_is_on()
    {
        foreach (var symbol in SourceTree.File("BannedSymbols.txt").Lines.Select(line => line[2..line.IndexOf(';')]))
        {
            var member = symbol.Split('(')[0];
            var type = Type.GetType(member[..member.LastIndexOf('.')]).ShouldNotBeNull(symbol);
            type.GetMember(member[(member.LastIndexOf('.') + 1)..]).ShouldNotBeEmpty(symbol);
        }

        var props = SourceTree.File("Directory.Build.props").Text;
        props.ShouldContain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
        props.ShouldContain("<AdditionalFiles Include=\"$(MSBuildThisFileDirectory)BannedSymbols.txt\" />");
        props.ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        var rule = "RS" + "0030";
        SourceTree.Files("", ".cs", ".csproj", ".props", ".editorconfig").Where(file => file.Text.Contains(rule)).ShouldBeEmpty();
    }

    [Fact]
    public void A_token_prints_stars()
    {
        object[] holders =
        [
            new Secret(Treasure),
            new AccessToken(Treasure),
            new RefreshToken(Treasure),
            new ClientSecret(Treasure),
            new TokenPair(new(Treasure), new Secret(Treasure), DateTimeOffset.UnixEpoch),
            new OuraTokens(new(Treasure), new RefreshToken(Treasure), DateTimeOffset.UnixEpoch, null),
            new OuraApplication("client", new(Treasure)),
            new TokenOutcome.Granted(new(new(Treasure), new RefreshToken(Treasure), DateTimeOffset.UnixEpoch, null)),
        ];

        foreach (var holder in holders)
        {
            holder.ToString()!.ShouldContain("***", customMessage: holder.GetType().Name);
            holder.ToString()!.ShouldNotContain(Treasure);
            $"{holder}".ShouldNotContain(Treasure);
        }
    }

    // A record prints its properties: none may hold a token as plain text.
    [Theory]
    [InlineData("FitGlue.Core")]
    [InlineData("FitGlue.Oura")]
    [InlineData("FitGlue.Plugins")]
    [InlineData("FitGlue.Engine")]
    public void No_public_type_carries_a_token_as_text(string assembly) =>
        Our.TypesOf(assembly)
            .Where(type => type.IsVisible)
            .SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType == typeof(string) && TokenName.IsMatch(property.Name))
            .Select(property => $"{property.DeclaringType}.{property.Name}")
            .ShouldBeEmpty();

    [GeneratedRegex("(Access|Refresh)Token|ClientSecret|Password$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenName { get; }
}
