using FitGlue.Simulator.Collections;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Faults;

/// <summary>Stands before every endpoint of the cloud and, where a fault is in force, answers in its place.</summary>
internal sealed class FaultMiddleware(FaultRules rules, RateLimits limits, Store store, TimeProvider time)
{
    private const string Html =
        "<!DOCTYPE HTML><HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY><H1>502 ERROR</H1></BODY></HTML>";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var fault = rules.Take(context.Request.Method, context.Request.Path.Value ?? "");
        return fault is not null ? AnswerAsync(context, next, fault)
            : limits.Check(context) is { } refusal ? refusal.ExecuteAsync(context)
            : next(context);
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Slow:
                await Task.Delay(fault.Delay, time, context.RequestAborted);
                await next(context);
                break;
            case FaultKind.Truncated:
                await TruncateAsync(context, next);
                break;
            case FaultKind.LostAnswer:
                await RunAsideAsync(context, next);
                context.Abort();
                break;
            default:
                await Instead(context, fault).ExecuteAsync(context);
                break;
        }
    }

    private IResult Instead(HttpContext context, Fault fault) =>
        fault.Kind switch
        {
            FaultKind.RateLimited => fault.RetryAfter is ""
                ? RateLimits.Bare()
                : limits.Refuse(context, fault.Tier, 5000, TimeSpan.FromMinutes(5), fault.RetryAfterSeconds, fault.RetryAfter),
            FaultKind.ServerError => Results.Text(Html, "text/html", statusCode: fault.Status ?? 502),
            FaultKind.Membership => Answers.MembershipLapsed(store.Read(s => s.Knobs.MembershipStatus)),
            FaultKind.UpgradeRequired => Answers.Detail(426, "Minimum app version error. The user must update the mobile app."),
            FaultKind.NotFound => Answers.NotFound(),
            FaultKind.Unauthorized => Answers.Detail(401, "Access token is expired, malformed or revoked."),
            FaultKind.Garbage => Results.Text("{\"data\":[{\"id\":\u0001 oops", fault.ContentType),
            _ => Results.Text(fault.Body ?? "", fault.ContentType, statusCode: fault.Status ?? 200),
        };

    private static async Task TruncateAsync(HttpContext context, RequestDelegate next)
    {
        var whole = await RunAsideAsync(context, next);
        context.Response.ContentLength = whole.Length;
        await context.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static async Task<byte[]> RunAsideAsync(HttpContext context, RequestDelegate next)
    {
        var real = context.Response.Body;
        using var aside = new MemoryStream();
        context.Response.Body = aside;
        await next(context);
        context.Response.Body = real;
        return aside.ToArray();
    }
}
