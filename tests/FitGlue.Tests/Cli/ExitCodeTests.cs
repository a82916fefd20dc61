using FitGlue.Cli;
using FitGlue.Server.Hosting;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Cli;

/// <summary>Scripts rely on what an exit says.</summary>
public sealed class ExitCodeTests
{
    [Fact]
    public async Task Each_kind_of_fault_has_its_code()
    {
        (await OfAsync(new ConfigurationException("There is no such setting."))).ShouldBe(ExitCode.Configuration);
        (await OfAsync(new UnauthorizedAccessException("Denied."))).ShouldBe(ExitCode.Configuration);
        (await OfAsync(new IOException("No such folder."))).ShouldBe(ExitCode.Configuration);
        (await OfAsync(new CommandException("The cloud is down.", ExitCode.Unavailable))).ShouldBe(ExitCode.Unavailable);
        (await OfAsync(new InvalidOperationException("Broken."))).ShouldBe(ExitCode.Unexpected);
        (await OfAsync(new OperationCanceledException())).ShouldBe(ExitCode.Ok);
    }

    private static Task<int> OfAsync(Exception exception) => ExitCode.OfAsync(() => Task.FromException<int>(exception));
}
