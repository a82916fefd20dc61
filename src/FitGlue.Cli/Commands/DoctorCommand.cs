using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using FitGlue.Engine.Answers;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Upkeep;
using FitGlue.Server.Diagnostics;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue doctor</c>: looks at an installation and says what it found.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON document, with the ids of the page and of the API." };
        var command = new Command("doctor", "Look at the installation, its connections and the four questions. Changes nothing.")
        {
            json,
            DataDirectoryOption.Option,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    var report = await Doctor.RunAsync(
                        DataDirectoryOption.Of(parsed),
                        Configuration(),
                        TimeProvider.System,
                        cancellationToken
                    );
                    await Console.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(report, Json) : Text(report));
                    return CodeOf(report);
                })
        );
        return command;
    }

    private static IConfiguration Configuration() =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();

    /// <summary>Warnings are told and cost nothing.</summary>
    internal static int CodeOf(DoctorReport report)
    {
        var failed = report.Checks.Where(check => check.State is CheckState.Fail).ToList();
        var connections = report.People.SelectMany(person => person.Connections).ToList();
        return failed.Exists(check => IntegrityChecks.Contains(check.Id)) ? ExitCode.Integrity
            : failed.Count > 0 ? ExitCode.Configuration
            : connections.Exists(connection => connection.State is HealthState.Reconnect) ? ExitCode.NeedsSignIn
            : ExitCode.Ok;
    }

    /// <summary>What is stored is not what was written.</summary>
    private static readonly HashSet<string> IntegrityChecks = ["integrity", "documents"];

    internal static string Text(DoctorReport report) =>
        string.Join(
            Environment.NewLine,
            [
                "Installation",
                .. report.Checks.SelectMany(check => Lines(Word(check.State), $"{check.Id}: {check.Text}", check.Next)),
                .. report.People.SelectMany(OfPerson),
            ]
        );

    private static IEnumerable<string> OfPerson(PersonReport person) =>
        [
            "",
            person.Person,
            .. person.Connections.SelectMany(row =>
                Lines(row.State.ToString().ToLowerInvariant(), $"{row.Source}{(row.Reason is { } reason ? $": {reason}" : "")}", null)
            ),
            .. person.Answers.SelectMany(answer =>
                Lines(Word(answer.Severity), $"{answer.Question} = {answer.Verdict}: {answer.Headline}", answer.NextStep)
            ),
        ];

    private static IEnumerable<string> Lines(string word, string text, string? next)
    {
        yield return $"  {word, -9} {text}";
        if (next is not null)
        {
            yield return $"            → {next}";
        }
    }

    private static string Word(CheckState state) =>
        state switch
        {
            CheckState.Ok => "ok",
            CheckState.Warn => "warning",
            _ => "failed",
        };

    private static string Word(Severity severity) => severity is Severity.Well ? "ok" : severity.ToString().ToLowerInvariant();
}
