using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Targets;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;
using FitGlue.Plugins.Targets.Files;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Targets;

public sealed class FilesConformanceTests : TargetConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ITarget Target => FilesTests.Created(_folder.Path);

    protected override int Arrived => _folder.Files.Count;
}

public sealed class FilesTests : IDisposable
{
    private const string FirstName = "2026-10-05T180211_strengthtraining_3a674bdb.fit";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writes_a_FIT_file_named_for_the_local_time()
    {
        var receipt = await DeliverAsync(Workouts.Strength);

        receipt.ShouldBe(new Receipt(FirstName, null));
        _folder.Files.ShouldBe([FirstName]);
        _folder.Read(FirstName).ShouldBe(FitFile.Encode(Workouts.Strength));
    }

    [Theory]
    [InlineData("tcx")]
    [InlineData("json")]
    public async Task Writes_other_formats_on_request(string format)
    {
        var receipt = await DeliverAsync(
            Workouts.Strength,
            $$"""{ "format": "{{format}}", "folder": "mine/ring", "namePattern": "{title} {source}" }"""
        );

        receipt.ExternalId.ShouldBe($"mine/ring/Evening-lifting-oura_3a674bdb.{format}");
        _folder
            .Read(receipt.ExternalId)
            .ShouldBe(format == "tcx" ? TcxFile.Write(Workouts.Strength) : ActivityJson.Write(Workouts.Strength));
    }

    [Fact]
    public async Task The_first_name_stays_though_everything_in_it_changes()
    {
        var first = await DeliverAsync(Workouts.Strength);
        var edited = Edited();

        var second = await DeliverAsync(edited, """{ "namePattern": "{title}", "folder": "elsewhere" }""", first);

        second.ShouldBe(first);
        _folder.Files.ShouldBe([FirstName]);
        _folder.Read(FirstName).ShouldBe(FitFile.Encode(edited));
    }

    [Fact]
    public async Task A_file_without_a_receipt_is_adopted_though_the_title_changed()
    {
        await DeliverAsync(Workouts.Strength, """{ "namePattern": "{title}" }""");

        var receipt = await DeliverAsync(Edited(), """{ "namePattern": "{title}" }""");

        receipt.ExternalId.ShouldBe("Evening-lifting_3a674bdb.fit");
        _folder.Files.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_file_that_the_person_removed_comes_back_under_its_name()
    {
        var first = await DeliverAsync(Workouts.Strength);
        File.Delete(_folder.Combine(FirstName));

        (await DeliverAsync(Edited(), earlier: first)).ShouldBe(first);

        _folder.Files.ShouldBe([FirstName]);
    }

    [Fact]
    public async Task A_new_format_replaces_the_old_file()
    {
        var first = await DeliverAsync(Workouts.Strength);

        var second = await DeliverAsync(Workouts.Strength, """{ "format": "json" }""", first);

        second.ExternalId.ShouldBe(Path.ChangeExtension(FirstName, ".json"));
        _folder.Files.ShouldBe([second.ExternalId]);
    }

    [Fact]
    public async Task The_same_content_is_not_written_again()
    {
        var first = await DeliverAsync(Workouts.Strength);
        var old = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.Combine(FirstName), old);

        await DeliverAsync(Workouts.Strength, earlier: first);
        await DeliverAsync(Workouts.Strength);

        File.GetLastWriteTimeUtc(_folder.Combine(FirstName)).ShouldBe(old);
    }

    [Fact]
    public async Task What_a_crash_left_of_this_activity_is_removed_and_of_others_is_not()
    {
        _folder.Write($".{FirstName}.tmp-0123abcd", [1, 2, 3]);
        _folder.Write(".2026-10-05T180211_walking_ffffffff.fit.tmp-0123abcd", [1, 2, 3]);

        await DeliverAsync(Workouts.Strength);

        _folder.Files.ShouldBe([".2026-10-05T180211_walking_ffffffff.fit.tmp-0123abcd", FirstName]);
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_never_overwritten()
    {
        _folder.Write(FirstName, [1, 2, 3]);

        (await Should.ThrowAsync<RejectedException>(() => DeliverAsync(Workouts.Strength))).Message.ShouldContain("another activity");

        _folder.Read(FirstName).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\Windows\\system32")]
    [InlineData("\0")]
    [InlineData("..")]
    [InlineData("NUL.txt")]
    [InlineData("con")]
    [InlineData(".hidden")]
    [InlineData("\u202egpj.exe")]
    [InlineData("a\r\nb\tc\u0007d")]
    [InlineData("   ")]
    [InlineData("-rf")]
    [InlineData("<>:\"|?*")]
    [InlineData("\ud800 half a pair")]
    public async Task A_hostile_title_makes_a_safe_name(string title)
    {
        var receipt = await DeliverAsync(Workouts.Strength with { Title = title }, """{ "namePattern": "{title}" }""");

        receipt.ExternalId.ShouldMatch(@"^(?!(con|nul)[._])[^\s./\\:*?""<>|\p{C}-][^\s/\\:*?""<>|\p{C}]*_3a674bdb\.fit$");
        _folder.Files.ShouldBe([receipt.ExternalId]);
    }

    [Fact]
    public async Task A_name_has_120_bytes_at_most()
    {
        var receipt = await DeliverAsync(
            Workouts.Strength with
            {
                Title = string.Concat(Enumerable.Repeat("💪é", 200)),
            },
            """{ "namePattern": "{title}" }"""
        );

        System.Text.Encoding.UTF8.GetByteCount(receipt.ExternalId).ShouldBeInRange(115, 120);
        receipt.ExternalId.ShouldNotContain("\ufffd");
        _folder.Files.ShouldBe([receipt.ExternalId]);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData("{password}")]
    public async Task A_pattern_that_leads_out_is_refused(string pattern)
    {
        await Should.ThrowAsync<RejectedException>(() =>
            DeliverAsync(Shipments.Of(Workouts.Strength), new FilesSettings { NamePattern = pattern })
        );

        _folder.Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("/etc")]
    [InlineData("a//b")]
    [InlineData("C:")]
    [InlineData("a\\b")]
    [InlineData(".ssh")]
    [InlineData("con")]
    [InlineData("a\0b")]
    public async Task A_folder_that_leads_out_is_refused(string folder)
    {
        await Should.ThrowAsync<RejectedException>(() =>
            DeliverAsync(Shipments.Of(Workouts.Strength), new FilesSettings { Folder = folder })
        );

        _folder.Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../x_3a674bdb.fit")]
    [InlineData("/etc/x_3a674bdb.fit")]
    public async Task A_receipt_that_leads_out_is_refused(string path) =>
        await Should.ThrowAsync<RejectedException>(() => DeliverAsync(Workouts.Strength, earlier: new Receipt(path, null)));

    [Fact]
    public async Task A_receipt_of_another_file_is_not_followed()
    {
        _folder.Write("precious.fit", [1]);

        (await DeliverAsync(Workouts.Strength, earlier: new Receipt("precious.fit", null))).ExternalId.ShouldBe(FirstName);

        _folder.Read("precious.fit").ShouldBe([1]);
    }

    [Fact]
    public async Task A_link_that_leads_out_is_refused_and_one_that_stays_inside_is_not()
    {
        using var outside = new TemporaryFolder();
        Directory.CreateDirectory(_folder.Combine("inside"));
        Directory.CreateSymbolicLink(_folder.Combine("out"), outside.Path);
        Directory.CreateSymbolicLink(_folder.Combine("detour"), "out");
        Directory.CreateSymbolicLink(_folder.Combine("in"), "inside");

        foreach (var folder in (string[])["out", "out/deeper", "detour"])
        {
            (
                await Should.ThrowAsync<RejectedException>(() =>
                    DeliverAsync(Shipments.Of(Workouts.Strength), new FilesSettings { Folder = folder })
                )
            ).Message.ShouldContain("link");
        }

        await DeliverAsync(Workouts.Strength, """{ "folder": "in" }""");
        outside.Files.ShouldBeEmpty();
        File.Exists(_folder.Combine($"inside/{FirstName}")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_that_is_a_link_is_replaced_and_not_written_through()
    {
        using var outside = new TemporaryFolder();
        var victim = outside.Write("victim", FitFile.Encode(Workouts.Strength));
        File.CreateSymbolicLink(_folder.Combine(FirstName), victim);

        await DeliverAsync(Workouts.Strength with { Calories = 5 });

        outside.Read("victim").ShouldBe(FitFile.Encode(Workouts.Strength));
        new FileInfo(_folder.Combine(FirstName)).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_folder_is_said_with_its_name()
    {
        var missing = _folder.Combine("not/mounted");

        var exception = await Should.ThrowAsync<UnavailableException>(() =>
            Created(missing).DeliverAsync(Shipments.Of(Workouts.Strength), new FilesSettings(), TestContext.Current.CancellationToken)
        );

        exception.Message.ShouldContain(missing);
        _folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_with_its_name_and_free_space()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "There is no folder that nobody can write to.");

        var exception = await Should.ThrowAsync<UnavailableException>(() =>
            Created("/proc/self").DeliverAsync(Shipments.Of(Workouts.Strength), new FilesSettings(), TestContext.Current.CancellationToken)
        );

        exception.Message.ShouldStartWith("Could not write to '/proc/self' (0 MB free): ");
    }

    [Fact]
    public async Task A_full_disk_leaves_the_old_file_and_no_other()
    {
        using var disk = TinyDisk.Mount(_folder.Combine("disk"), kilobytes: 8);
        var target = Created(disk.Path);
        var token = TestContext.Current.CancellationToken;
        var first = await target.DeliverAsync(Shipments.Of(Workouts.Strength), new FilesSettings(), token);

        var exception = await Should.ThrowAsync<UnavailableException>(() =>
            target.DeliverAsync(Shipments.Of(Workouts.Dense) with { Earlier = first }, new FilesSettings(), token)
        );

        exception.Message.ShouldStartWith($"Could not write to '{disk.Path}' (0 MB free): ");
        _folder.Files.ShouldBe([$"disk/{FirstName}"]);
        _folder.Read($"disk/{FirstName}").ShouldBe(FitFile.Encode(Workouts.Strength));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_unavailable()
    {
        var file = _folder.Write("file", [1]);

        await Should.ThrowAsync<UnavailableException>(() =>
            Created(file).DeliverAsync(Shipments.Of(Workouts.Strength), new FilesSettings(), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task An_impossible_activity_is_rejected() =>
        await Should.ThrowAsync<RejectedException>(() => DeliverAsync(Workouts.Strength with { EndTime = Workouts.Start.AddSeconds(-1) }));

    [Fact]
    public async Task Without_a_folder_files_go_into_the_data_directory()
    {
        var data = _folder.Combine("data/deep");
        var target = Created(("FitGlue:DataDirectory", data));

        await target.DeliverAsync(Shipments.Of(Workouts.Strength), new FilesSettings(), TestContext.Current.CancellationToken);

        _folder.Files.ShouldBe([$"data/deep/files/{FirstName}"]);
    }

    [Fact]
    public void A_folder_that_is_no_path_does_not_start() =>
        Should.Throw<OptionsValidationException>(() => Created("a\0b")).Message.ShouldContain("Targets:Files:Folder");

    internal static ITarget Created(string folder) => Created(("Targets:Files:Folder", folder));

    private static ITarget Created(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddFiles()
            .BuildServiceProvider()
            .GetServices<ITarget>()
            .Single();
    }

    private static Activity Edited() =>
        Workouts.Strength with
        {
            Title = "Edited",
            Type = Sport.Other,
            StartTime = Workouts.Start.AddMinutes(-1),
        };

    private Task<Receipt> DeliverAsync(Activity activity, string settings = "{}", Receipt? earlier = null) =>
        DeliverAsync(
            Shipments.Of(activity) with
            {
                Earlier = earlier,
            },
            Created(_folder.Path).Settings.Read(JsonNode.Parse(settings)!.AsObject())
        );

    private Task<Receipt> DeliverAsync(Shipment shipment, object settings) =>
        Created(_folder.Path).DeliverAsync(shipment, settings, TestContext.Current.CancellationToken);
}
