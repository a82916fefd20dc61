using FitGlue.Engine;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace FitGlue.Server.Accounts;

/// <summary>Who may come in: a session by password, or a token.</summary>
public static class AccountServices
{
    private const string SessionOrToken = "SessionOrToken";

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddUsers();
        services
            .AddAuthentication(SessionOrToken)
            .AddPolicyScheme(
                SessionOrToken,
                null,
                scheme =>
                    scheme.ForwardDefaultSelector = context =>
                        context.Request.Headers.ContainsKey("Authorization") ? ApiTokenHandler.Scheme : IdentityConstants.ApplicationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.Scheme, null)
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "fitglue";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/sign-in";
            cookie.ReturnUrlParameter = "return";
            cookie.ExpireTimeSpan = TimeSpan.FromDays(30);
            cookie.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
        });
        services
            .AddOptions<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<Microsoft.Extensions.Options.IOptions<EngineOptions>>(
                (cookie, engine) =>
                    cookie.Cookie.SecurePolicy =
                        engine.Value.PublicUrl?.Scheme == Uri.UriSchemeHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest
            );
        services.AddAuthorization();
        services.AddSingleton<ApiTokens>();
        services.AddScoped<PasswordCheck>();
        services.AddSingleton<FirstUser>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstUser>());
        return services;
    }

    /// <summary>Users and passwords alone, for commands without a server.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services
            .AddIdentityCore<User>(identity =>
            {
                // Length is what counts (ASVS 6.2): no rules about kinds of characters.
                identity.Password.RequiredLength = 10;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequiredUniqueChars = 4;
                identity.User.RequireUniqueEmail = true;
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddEntityFrameworkStores<FitGlueDb>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        return services;
    }

    // A page sends to the sign-in; the API answers.
    private static Task AnswerAsync(
        RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions> context,
        int status
    )
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
