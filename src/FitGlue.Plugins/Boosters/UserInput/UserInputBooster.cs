using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.UserInput;

/// <summary>Puts what the person answered into the title or the description. Asking, waiting and giving up are not its business.</summary>
internal sealed class UserInputBooster : Booster<UserInputSettings>
{
    private const int LongestTitle = 200;
    private const int LongestText = 2000;

    public override BoosterInfo Info { get; } =
        new(
            "user-input",
            "User Input",
            Tier.Hobbyist,
            "Asks you about the workout and puts your answer into the title or the description."
        );

    protected override BoosterNeeds Needs(UserInputSettings settings) =>
        new() { Question = new(settings.Question.Trim(), TimeSpan.FromHours(settings.Hours), settings.PublishFirst) };

    protected override Boost Apply(BoosterInput input, UserInputSettings settings)
    {
        // While the workout is out already, its default text would only be taken back by the answer.
        var text = input.Answer ?? (settings.PublishFirst ? null : Some(settings.Default));
        if (text is null)
        {
            return new Boost.Skipped(settings.PublishFirst ? "No answer so far; it is added when it comes." : "No answer came in time.");
        }

        return Clean(text) is { Length: > 0 } clean
            ? Put(input.Activity, clean, settings.Field, input.Answer is not null)
            : new Boost.Skipped("The answer was left empty.");
    }

    private static Boost.Applied Put(Activity activity, string text, AnswerField field, bool answered) =>
        field is AnswerField.Title
            ? new(activity with { Title = Cut(text.ReplaceLineEndings(" "), LongestTitle) }, null, MetadataOf(answered))
            : new(activity, Cut(text, LongestText), MetadataOf(answered));

    private static JsonObject MetadataOf(bool answered) => new() { ["answered"] = answered };

    private static string? Some(string text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Clean(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(letter => letter == '\n' || !char.IsControl(letter))).Trim();

    // Never between the halves of one character.
    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)].TrimEnd();
}

public static class UserInputRegistration
{
    public static IServiceCollection AddUserInput(this IServiceCollection services) => services.AddSingleton<IBooster, UserInputBooster>();
}
