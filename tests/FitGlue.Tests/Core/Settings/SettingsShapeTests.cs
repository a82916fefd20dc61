using System.ComponentModel.DataAnnotations;
using System.Runtime.Loader;
using FitGlue.Core.Settings;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Settings;

public sealed class SettingsShapeTests
{
    // The registry was the first to be asked after a start, and failed. A copy of the assembly has used nothing yet.
    [Fact]
    public void A_schema_may_be_the_first_thing_that_is_asked_for()
    {
        var fresh = new AssemblyLoadContext("fresh", isCollectible: true);
        var type = fresh.LoadFromAssemblyPath(typeof(SettingsShape).Assembly.Location).GetType(typeof(SettingsShape).FullName!)!;
        var shape = type.GetMethod(nameof(SettingsShape.Of))!.MakeGenericMethod(typeof(object)).Invoke(null, null);

        var schema = type.GetMethod(nameof(SettingsShape.Schema))!.Invoke(shape, null);

        schema.ShouldNotBeNull();
        fresh.Unload();
    }

    [Fact]
    public void Text_of_several_lines_says_so()
    {
        var shape = SettingsShape.Of<Notes>();

        shape.Fields.Select(field => (field.Name, field.Kind)).ShouldBe([("title", SettingKind.Text), ("rules", SettingKind.Lines)]);
        ((Notes)shape.Read(new() { ["rules"] = "a\r\nb" })).Rules.ShouldBe("a\r\nb");
    }

    [Fact]
    public void A_schema_says_what_the_form_says() =>
        SettingsShape.Of<Alarm>().Schema()["properties"]!["minutes"]!
            .ToJsonString()
            .ShouldBe(
                """{"type":["string","integer"],"pattern":"^-?(?:0|[1-9]\\d*)$","title":"Minutes","description":"How long.","minimum":1,"maximum":90,"default":5}"""
            );

    private sealed record Alarm
    {
        [Display(Name = "Minutes", Description = "How long.")]
        [Range(1, 90)]
        public int Minutes { get; init; } = 5;
    }

    private sealed record Notes
    {
        public string Title { get; init; } = "";

        [DataType(DataType.MultilineText)]
        public string Rules { get; init; } = "";
    }
}
