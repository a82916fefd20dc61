using FitGlue.Server.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace FitGlue.Server.Pages;

/// <summary>A page that shows one user what is theirs; nobody else gets as far.</summary>
[Authorize]
public abstract class SignedInPage : ComponentBase
{
    [CascadingParameter]
    public required HttpContext Http { get; set; }

    protected Guid UserId => Http.User.UserId();

    protected CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The same for what does not exist and for what is another user's: the page of that status is shown instead.</summary>
    protected void SayNotFound() => Http.Response.StatusCode = StatusCodes.Status404NotFound;
}
