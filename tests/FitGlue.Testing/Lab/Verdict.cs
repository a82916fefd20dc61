namespace FitGlue.Testing.Lab;

/// <summary>What the oracle found after a fault was lifted and the system was quiet.</summary>
/// <param name="Lost">Workouts of the cloud without their effect here.</param>
/// <param name="Doubled">Files, pages or activities above one for a workout.</param>
/// <param name="Wrong">What is here differs from the newest version at the cloud.</param>
/// <param name="Silent">Unfinished, and no page says why.</param>
/// <param name="Findings">Each of them in words.</param>
public sealed record Verdict(int Lost, int Doubled, int Wrong, int Silent, IReadOnlyList<string> Findings)
{
    public bool IsClean => Lost + Doubled + Wrong + Silent == 0;

    public override string ToString() =>
        $"lost {Lost}, doubled {Doubled}, wrong {Wrong}, silent {Silent}{string.Concat(Findings.Take(10).Select(found => "\n  " + found))}";
}
