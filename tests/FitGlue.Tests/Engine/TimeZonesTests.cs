using FitGlue.Engine.Uploads;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("Europe/Helsinki")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    [InlineData("UTC")]
    public void Names_of_the_IANA_are_known(string id) => TimeZones.Find(id).ShouldNotBeNull().Id.ShouldBe(id);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Europe/Atlantis")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("Europe/Helsinki\n")]
    [InlineData("+03:00")]
    public void What_names_no_zone_is_none(string? id) => TimeZones.Find(id).ShouldBeNull();
}
