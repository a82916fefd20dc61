using System.Text;
using System.Text.Json.Nodes;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats;

public sealed class ActivityJsonTests
{
    [Fact]
    public void Text_does_not_change() =>
        Golden.Matches(
            Encoding.UTF8.GetString(ActivityJson.Write(Workouts.Strength with { Description = "❤️", Tags = ["ring"] })),
            "strength.json"
        );

    [Fact]
    public void No_heart_rate_is_null()
    {
        var json = JsonNode.Parse(ActivityJson.Write(Workouts.Of(60)))!.AsObject();

        json.ContainsKey("heartRate").ShouldBeTrue();
        json["heartRate"].ShouldBeNull();
        json["heartRateSamples"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void Any_title_is_written() =>
        JsonNode.Parse(ActivityJson.Write(Workouts.Of(60) with { Title = "\u0000\"\\\ud800" }))!["title"]!
            .GetValue<string>()
            .ShouldBe("\u0000\"\\\ufffd");

    [Fact]
    public void Every_format_is_known_by_its_activity_and_by_no_other()
    {
        var activity = Workouts.Strength;
        var (edited, other) = (
            activity with
            {
                Title = "Edited",
                StartTime = activity.StartTime.AddMinutes(-1),
            },
            activity with
            {
                ExternalId = "other",
            }
        );

        foreach (var file in (byte[][])[FitFile.Encode(activity), TcxFile.Write(activity), ActivityJson.Write(activity)])
        {
            ActivityMark.IsIn(file, edited).ShouldBeTrue();
            ActivityMark.IsIn(file, other).ShouldBeFalse();
            ActivityMark.IsIn([], activity).ShouldBeFalse();
        }
    }
}
