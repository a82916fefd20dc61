namespace FitGlue.Core.Matching;

/// <summary>What is done with a record that matches another.</summary>
public enum MatchAction
{
    /// <summary>It is not sent on; the other stands for both.</summary>
    Skip,

    /// <summary>It is not sent on, and what the other lacks is added to it.</summary>
    Enrich,

    UploadAnyway,

    /// <summary>A person is asked, and nothing is sent until they said.</summary>
    Ask,
}

/// <summary>What a pipeline does with records that match others.</summary>
public sealed record MatchPolicy
{
    public static MatchPolicy Default { get; } = new();

    /// <summary>Of what a person brings: that they brought it says that they want it.</summary>
    public static MatchPolicy Brought { get; } =
        new()
        {
            Duplicate = MatchAction.UploadAnyway,
            Part = MatchAction.UploadAnyway,
            Possible = MatchAction.UploadAnyway,
        };

    public MatchAction Duplicate { get; init; } = MatchAction.Skip;

    /// <summary>A record that is part of another.</summary>
    public MatchAction Part { get; init; } = MatchAction.Skip;

    public MatchAction Possible { get; init; } = MatchAction.Ask;

    /// <summary>False: a number in it names no action.</summary>
    public bool IsDefined => Enum.IsDefined(Duplicate) && Enum.IsDefined(Part) && Enum.IsDefined(Possible);
}
