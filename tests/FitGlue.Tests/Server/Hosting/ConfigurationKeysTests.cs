using FitGlue.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Hosting;

public sealed class ConfigurationKeysTests
{
    [Theory]
    [InlineData("FitGlue:DataDirectory")]
    [InlineData("FitGlue:Tiers:Enabled")]
    [InlineData("fitglue:tiers:enabled")]
    public void A_setting_that_is_read_is_taken(string key) => Read(key);

    [Theory]
    [InlineData("FitGlue:DataDirektory", "There is no setting FitGlue__DataDirektory. Did you mean FitGlue__DataDirectory?")]
    [InlineData("FitGlue:Teirs:Enabled", "There is no setting FitGlue__Teirs. Did you mean FitGlue__Tiers?")]
    [InlineData("FitGlue:Tiers:Enable", "There is no setting FitGlue__Tiers__Enable. Did you mean FitGlue__Tiers__Enabled?")]
    public void A_setting_that_nobody_reads_is_refused_with_the_nearest(string key, string message) =>
        Should.Throw<ConfigurationException>(() => Read(key)).Message.ShouldBe(message);

    private static void Read(string key) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)"true")]).Build().RejectUnknownKeys();
}
