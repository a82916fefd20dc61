using FitGlue.Simulator;
using Shouldly;

namespace FitGlue.Scenarios.Lab;

/// <summary>A cloud that limits, fails, answers nonsense or has not got there yet.</summary>
internal static class CloudFaults
{
    private const string Data = "/v2/usercollection/*";

    public static IReadOnlyList<(string, Func<int, Task<FaultOutcome>>)> All { get; } =
    [
        ("429 storm, one token", seed => LimitedAsync(seed, RateLimitTier.AccessToken, 120)),
        ("429 storm, the application", seed => LimitedAsync(seed, RateLimitTier.Application, 120)),
        ("429 with Retry-After -1", seed => LimitedAsync(seed, RateLimitTier.Application, -1)),
        ("429 with Retry-After of ten years", seed => LimitedAsync(seed, RateLimitTier.AccessToken, 315_360_000)),
        ("500s for six hours", seed => DownAsync(seed, FaultKind.ServerError, TimeSpan.FromHours(6))),
        ("404 for five minutes after the webhook", HiddenAsync),
        ("bodies cut in half for an hour", seed => DownAsync(seed, FaultKind.Truncated, TimeSpan.FromHours(1))),
        ("garbage for an hour", seed => DownAsync(seed, FaultKind.Garbage, TimeSpan.FromHours(1))),
        ("answers lost for an hour", seed => DownAsync(seed, FaultKind.LostAnswer, TimeSpan.FromHours(1))),
        ("every third answer a fault, for a day", MixedAsync),
        ("heart rate three hours late", LateHeartRateAsync),
        ("answers of an empty list", EmptyListAsync),
    ];

    private static async Task<FaultOutcome> LimitedAsync(int seed, RateLimitTier tier, int retryAfter)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.AddFault(
            new()
            {
                Path = Data,
                Kind = FaultKind.RateLimited,
                Times = 1,
                RetryAfterSeconds = retryAfter,
                Tier = tier,
            }
        );
        for (var i = 0; i < 5; i++)
        {
            lab.Train();
        }

        await lab.IdleAsync();
        var wait = TimeSpan.FromSeconds(Math.Clamp(retryAfter, 1, 3600));
        if (wait > TimeSpan.FromSeconds(5))
        {
            var told = lab.Cloud.CountRequests(Data);
            await lab.PassAsync(wait - TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));
            lab.Cloud.CountRequests(Data).ShouldBe(told, "nothing is sent into a known limit");
        }

        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(3));
    }

    private static async Task<FaultOutcome> DownAsync(int seed, FaultKind kind, TimeSpan time)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.AddFault(
            new()
            {
                Path = Data,
                Kind = kind,
                Times = null,
            }
        );
        for (var passed = TimeSpan.Zero; passed < time; passed += time / 4)
        {
            lab.Train();
            await lab.PassAsync(time / 4, TimeSpan.FromMinutes(5));
        }

        var stormy = lab.Cloud.Requests.Count;
        lab.Cloud.ClearFaults();
        var outcome = await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(3));
        stormy.ShouldBeLessThan(400, "waiting rows do not storm a source that is down");
        return outcome;
    }

    private static async Task<FaultOutcome> HiddenAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var workout = lab.Train(new() { Notify = false });
        lab.Cloud.HideDocument(workout.Id, TimeSpan.FromMinutes(5));
        lab.Cloud.Notify("demo", "create", "workout", workout.Id);
        await lab.PassAsync(TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(30));
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(1));
    }

    private static async Task<FaultOutcome> MixedAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        FaultKind[] kinds =
        [
            FaultKind.ServerError,
            FaultKind.Truncated,
            FaultKind.Garbage,
            FaultKind.LostAnswer,
            FaultKind.NotFound,
            FaultKind.RateLimited,
        ];
        for (var hour = 0; hour < 24; hour++)
        {
            lab.Cloud.AddFault(
                new()
                {
                    Path = Data,
                    Kind = kinds[lab.Draw.Next(kinds.Length)],
                    After = lab.Draw.Next(3),
                    Times = 1 + lab.Draw.Next(3),
                }
            );
            if (hour % 4 == 0)
            {
                lab.Train();
            }

            await lab.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(20));
        }

        lab.Cloud.ClearFaults();
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(8));
    }

    private static async Task<FaultOutcome> LateHeartRateAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Train(
            new()
            {
                Activity = "running",
                Minutes = 25,
                HeartRateDelay = TimeSpan.FromHours(3),
            }
        );
        await lab.PassAsync(TimeSpan.FromHours(4), TimeSpan.FromMinutes(15));
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(30));
    }

    // Nothing vanishes because a list once said so.
    private static async Task<FaultOutcome> EmptyListAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Train();
        await lab.PassAsync(TimeSpan.FromMinutes(10));
        lab.Cloud.AddFault(
            new()
            {
                Path = "/v2/usercollection/workout",
                Kind = FaultKind.Custom,
                Status = 200,
                Body = """{"data": [], "next_token": null}""",
                Times = 3,
            }
        );
        await lab.PassAsync(TimeSpan.FromHours(4), TimeSpan.FromMinutes(30));
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(1));
    }
}
