using FitGlue.Cli.Commands;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Cli;

public sealed class ImportCommandTests
{
    [Theory]
    [InlineData("Europe/Helsinki", "Europe/Helsinki")]
    [InlineData("Africa/Abidjan", "Africa/Abidjan")]
    [InlineData("Etc/UTC", null)]
    [InlineData("UTC", null)]
    public void The_zone_of_the_machine_counts_unless_it_is_that_of_servers(string machine, string? sent)
    {
        var time = new FakeTimeProvider();
        time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById(machine));

        ImportCommand.ZoneOf(time).ShouldBe(sent);
    }
}
